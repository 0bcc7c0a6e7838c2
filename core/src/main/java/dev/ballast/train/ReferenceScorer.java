package dev.ballast.train;

import dev.ballast.model.Decoder;
import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairScores.Side;
import java.util.List;
import java.util.stream.IntStream;

/** Computes log-probs of pairs under the reference, without gradient. */
final class ReferenceScorer {
  private final Decoder model;
  private final ChunkedHead head;

  ReferenceScorer(Decoder model) {
    this.model = model;
    this.head = new ChunkedHead(model.head());
  }

  /** Score pairs in one pass. */
  List<ReferenceRow> score(List<EncodedPair> pairs) {
    PackedTokens packed = EncodedPair.pack(pairs, model.config());
    Positions positions = Positions.ofPairs(packed, pairs);
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      Tensor predictors = positions.select(model.hidden(packed));
      double[] flat = head.logProbs(predictors, positions.targets());
      PairScores scores = new PairScores(pairs);
      return IntStream.range(0, pairs.size())
          .mapToObj(
              i ->
                  new ReferenceRow(
                      scores.values(flat, i, Side.CHOSEN), scores.values(flat, i, Side.REJECTED)))
          .toList();
    }
  }
}
