package dev.ballast.generate;

import dev.ballast.model.Decoder;
import dev.ballast.model.Inference;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.PrecisionLoss;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Text on which every model's loss by rounding is measured; it never changes. */
public final class FixedText {
  private static final List<String> PASSAGES =
      List.of(
          """
          The river rises in the hills above the town and turns twice before it reaches the sea.
          In spring it carries snow water, cold and brown, and the meadows on both sides stand
          under it for a week. The farmers wait; when it falls the soil is darker than before.\
          """,
          """
          To mend a flat tyre, take the wheel off first. Lift one side of the tyre over the rim
          with two levers, pull the tube out and pump it up a little. Hold it under water: where
          bubbles rise there is the hole. Dry it, roughen it, glue a patch on and press for two
          minutes.\
          """,
          """
          Question: A train leaves at 9:40 and needs 2 hours and 35 minutes. When does it arrive?
          Answer: 9:40 plus 2 hours is 11:40, and 35 minutes more make 12:15. So it is 12:15.\
          """,
          """
          public static int sum(int[] values) {
            int total = 0;
            for (int value : values) {
              total += value;
            }
            return total;
          }\
          """);

  private FixedText() {}

  /**
   * Measure what an inference loses.
   *
   * @param encode text to tokens
   */
  public static PrecisionLoss loss(
      Decoder decoder, Inference inference, Function<String, int[]> encode) {
    int most = decoder.config().context() - 1;
    List<int[]> rows =
        PASSAGES.stream()
            .map(encode)
            .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, most)))
            .toList();
    return PrecisionLoss.measure(decoder, inference, PackedTokens.rows(rows));
  }
}
