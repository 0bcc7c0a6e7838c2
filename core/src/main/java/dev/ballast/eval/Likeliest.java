package dev.ballast.eval;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Picks the likeliest of a question's choices as lm-eval does: the first of equals wins. */
public final class Likeliest {
  private Likeliest() {}

  /**
   * Return the choice of the largest log-likelihood: acc.
   *
   * @param sums (choices) in nats
   */
  public static int bySum(List<Double> sums) {
    return argmax(sums.size(), sums::get);
  }

  /** Return the choice of the largest log-likelihood a character of its own text: acc_norm. */
  public static int byCharacter(List<Double> sums, List<String> choices) {
    return argmax(sums.size(), i -> sums.get(i) / characters(choices.get(i)));
  }

  /** Return the choice of the largest log-likelihood a byte of its own text: acc_bytes. */
  public static int byByte(List<Double> sums, List<String> choices) {
    return argmax(
        sums.size(), i -> sums.get(i) / choices.get(i).getBytes(StandardCharsets.UTF_8).length);
  }

  private static int argmax(int n, IntToDoubleFunction score) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      best = score.applyAsDouble(i) > score.applyAsDouble(best) ? i : best;
    }
    return best;
  }

  /** Count as Python's len does. */
  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
