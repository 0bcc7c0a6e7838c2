package dev.ballast.model;

import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What kernels that round change in a model, measured on given text.
 *
 * @param positions tokens predicted
 * @param agreement share of positions at which the likeliest token is that of F32, in [0, 1]
 * @param largest difference of the text's log-probs from those of F32, in nats
 * @param mean of the same differences, without their signs
 */
public record PrecisionLoss(int positions, double agreement, double largest, double mean) {
  private static final int CHUNK = 64;

  /**
   * Measure.
   *
   * @param tokens rows without shared prefixes, one of at least two tokens among them
   */
  public static PrecisionLoss measure(Decoder exact, Inference rounding, PackedTokens tokens) {
    int[] at =
        tokens.spans().stream()
            .flatMapToInt(span -> IntStream.range(span.start(), span.end() - 1))
            .toArray();
    Scores wanted;
    Scores found;
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      wanted = Scores.of(exact.head()::logits, pick(exact.hidden(tokens), at), tokens.ids(), at);
      found = Scores.of(rounding::logits, pick(rounding.hidden(tokens), at), tokens.ids(), at);
    }
    double[] differences =
        IntStream.range(0, at.length)
            .mapToDouble(i -> Math.abs(found.logProbs()[i] - wanted.logProbs()[i]))
            .toArray();
    long same =
        IntStream.range(0, at.length).filter(i -> found.best()[i] == wanted.best()[i]).count();
    return new PrecisionLoss(
        at.length,
        (double) same / at.length,
        Arrays.stream(differences).max().orElseThrow(),
        Arrays.stream(differences).average().orElseThrow());
  }

  private static Tensor pick(Tensor hidden, int[] rows) {
    return hidden.indexSelect(0, Tensors.index(hidden, rows));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "against fp32 on %d tokens of text: the likeliest token is the same at %.1f %%,"
            + " log-probs differ by %.4f nats at most, %.4f in the mean",
        positions,
        100 * agreement,
        largest,
        mean);
  }

  /** The likeliest token at each position and the log-prob of the text's own. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Scores(long[] best, double[] logProbs) {
    static Scores of(UnaryOperator<Tensor> head, Tensor hidden, int[] ids, int[] at) {
      long[] best = new long[at.length];
      double[] logProbs = new double[at.length];
      for (int start = 0; start < at.length; start += CHUNK) {
        int count = Math.min(CHUNK, at.length - start);
        int[] next = Arrays.stream(at, start, start + count).map(i -> ids[i + 1]).toArray();
        try (Scope _ = Scope.open()) {
          Tensor logits = head.apply(hidden.narrow(0, start, count));
          Tensor own = logits.gather(1, Tensors.index(logits, next).unsqueeze(1)).squeeze(1);
          System.arraycopy(logits.argmax(-1).toLongs(), 0, best, start, count);
          System.arraycopy(own.sub(logits.logSumExp(1)).toDoubles(), 0, logProbs, start, count);
        }
      }
      return new Scores(best, logProbs);
    }
  }
}
