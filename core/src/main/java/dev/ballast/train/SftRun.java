package dev.ballast.train;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The keys of supervised fine-tuning.
 *
 * @param maxBenignCompletionLength tokens that are learned of answers to benign requests: where a
 *     model is to keep answering them as it does, their beginning is enough, and an end that a
 *     length limit made is not learned; refusals are learned to their end all the same
 */
@Flat
public record SftRun(
    @Key(value = "2e-5", doc = "peak learning rate of AdamW") double learningRate,
    @Key(doc = "most tokens of a completion that is no refusal (rows whose kind is not safety)")
        Optional<Integer> maxBenignCompletionLength,
    TrainConfig train) {
  public SftRun {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
    }
    maxBenignCompletionLength.ifPresent(
        length -> {
          if (length < 1) {
            throw new IllegalArgumentException(
                "max_benign_completion_length must be >= 1, was " + length);
          }
        });
  }

  /**
   * Cut benign completions.
   *
   * @param rows where {@code encoded} come from, in the same order
   */
  public List<EncodedRow> shortened(List<SftRow> rows, List<EncodedRow> encoded) {
    int most = maxBenignCompletionLength.orElse(Integer.MAX_VALUE);
    return IntStream.range(0, encoded.size())
        .mapToObj(
            i -> rows.get(i).kind() == SftKind.SAFETY ? encoded.get(i) : encoded.get(i).first(most))
        .toList();
  }
}
