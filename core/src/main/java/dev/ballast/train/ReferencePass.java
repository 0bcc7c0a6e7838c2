package dev.ballast.train;

import dev.ballast.model.Decoder;
import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairScores.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Log-probs of all pairs under the reference, computed once: it never changes, so keeping them is
 * exact. It is the model that training starts from; where an adapter is trained, the model without
 * the adapter, whose weights are the policy's own.
 */
final class ReferencePass {
  @SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
  private record Kept(double[] chosen, double[] rejected) {}

  private final List<Kept> kept;

  private ReferencePass(List<Kept> kept) {
    this.kept = kept;
  }

  /** Score pairs in file order, {@code batch} at a time. */
  static ReferencePass of(Decoder policy, List<EncodedPair> pairs, int batch) {
    Decoder model = policy.base();
    ChunkedHead head = new ChunkedHead(model.head());
    List<Kept> kept = new ArrayList<>();
    for (int start = 0; start < pairs.size(); start += batch) {
      List<EncodedPair> part = pairs.subList(start, Math.min(start + batch, pairs.size()));
      PackedTokens packed = EncodedPair.pack(part, model.config());
      Positions positions = Positions.ofPairs(packed, part);
      try (Scope _ = Scope.open();
          NoGrad _ = NoGrad.open()) {
        Tensor predictors = positions.select(model.hidden(packed));
        double[] flat = head.logProbs(predictors, positions.targets());
        PairScores scores = new PairScores(part);
        for (int i = 0; i < part.size(); i++) {
          kept.add(
              new Kept(scores.values(flat, i, Side.CHOSEN), scores.values(flat, i, Side.REJECTED)));
        }
      }
    }
    return new ReferencePass(kept);
  }

  /** Return the log-probs of some pairs as matrices of the innermost scope. */
  ReferenceLogProbs of(int[] rows, PairScores scores) {
    double[] flat =
        Arrays.stream(rows)
            .mapToObj(kept::get)
            .flatMap(row -> Stream.of(row.chosen(), row.rejected()))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    return new ReferenceLogProbs(
        scores.matrix(flat, Side.CHOSEN), scores.matrix(flat, Side.REJECTED));
  }
}
