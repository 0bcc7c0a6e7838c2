package dev.ballast.train;

import dev.ballast.data.Safety;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Lays values of completion tokens, in the order of {@link Positions#ofPairs}, out as one matrix a
 * side, (pairs, longest) with zeros behind each end, and back.
 */
record PairScores(List<EncodedPair> pairs) {
  /** Which of the two completions. */
  enum Side {
    CHOSEN(pair -> pair.chosen().length, EncodedPair::chosenSafe),
    REJECTED(pair -> pair.rejected().length, EncodedPair::rejectedSafe);

    private final ToIntFunction<EncodedPair> length;
    private final java.util.function.Function<EncodedPair, Safety> safety;

    Side(
        ToIntFunction<EncodedPair> length,
        java.util.function.Function<EncodedPair, Safety> safety) {
      this.length = length;
      this.safety = safety;
    }
  }

  int tokens() {
    return pairs.stream().mapToInt(p -> p.chosen().length + p.rejected().length).sum();
  }

  /** Return one side's values as a matrix. */
  CompletionLogProbs matrix(double[] values, Side side) {
    int longest = pairs.stream().mapToInt(side.length).max().orElse(0);
    double[] matrix = new double[pairs.size() * longest];
    double[] lengths = new double[pairs.size()];
    for (int i = 0; i < lengths.length; i++) {
      int length = side.length.applyAsInt(pairs.get(i));
      lengths[i] = length;
      System.arraycopy(values, start(i, side), matrix, i * longest, length);
    }
    return new CompletionLogProbs(
        Tensors.ofDoubles(matrix, lengths.length, longest),
        Tensors.ofDoubles(lengths, lengths.length));
  }

  /** Write a matrix's gradient back into the flat order, times a factor. */
  void flatten(CompletionLogProbs matrix, Side side, double factor, double[] into) {
    if (!matrix.perToken().hasGrad()) {
      return;
    }
    int longest = (int) matrix.perToken().size(1);
    double[] gradient = matrix.perToken().grad().toDoubles();
    for (int i = 0; i < pairs.size(); i++) {
      int start = start(i, side);
      for (int t = 0; t < side.length.applyAsInt(pairs.get(i)); t++) {
        into[start + t] = gradient[i * longest + t] * factor;
      }
    }
  }

  /** Return 1 where a side is labelled safe, (pairs). */
  Tensor safe(Side side) {
    double[] bits =
        pairs.stream().mapToDouble(p -> side.safety.apply(p) == Safety.SAFE ? 1 : 0).toArray();
    return Tensors.ofDoubles(bits, bits.length);
  }

  /** Sum the output layer's statistics over one side. */
  HeadStatistics statistics(HeadScores scores, Side side) {
    HeadStatistics sum = HeadStatistics.NONE;
    for (int i = 0; i < pairs.size(); i++) {
      int start = start(i, side);
      sum = sum.plus(scores.statistics(start, start + side.length.applyAsInt(pairs.get(i))));
    }
    return sum;
  }

  /** Return one side's values of one pair. */
  double[] values(double[] flat, int pair, Side side) {
    int start = start(pair, side);
    return Arrays.copyOfRange(flat, start, start + side.length.applyAsInt(pairs.get(pair)));
  }

  private int start(int pair, Side side) {
    int before = new PairScores(pairs.subList(0, pair)).tokens();
    return side == Side.CHOSEN ? before : before + pairs.get(pair).chosen().length;
  }
}
