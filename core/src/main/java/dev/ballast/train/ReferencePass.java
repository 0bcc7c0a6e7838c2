package dev.ballast.train;

import dev.ballast.model.Decoder;
import dev.ballast.train.PairScores.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Log-probs of all pairs under the reference, computed once: it never changes, so keeping them is
 * exact. It is the model that training starts from; where an adapter is trained, the model without
 * the adapter, whose weights are the policy's own.
 *
 * @param kept one a pair, in file order
 * @param use what of them came from a cache
 */
record ReferencePass(List<ReferenceRow> kept, ReferenceUse use) {
  ReferencePass {
    kept = List.copyOf(kept);
  }

  /** Score pairs in file order, {@code batch} at a time, or take them from a cache. */
  static ReferencePass of(
      Decoder policy,
      List<EncodedPair> pairs,
      int batch,
      Optional<ReferenceCache> from,
      Consumer<TrainEvent> events) {
    ReferenceScorer scorer = new ReferenceScorer(policy.base());
    List<List<EncodedPair>> units = units(pairs, batch);
    return from.map(cache -> new CachedReference(cache, scorer, events).over(units))
        .orElseGet(() -> new ReferencePass(scored(units, scorer), ReferenceUse.NONE));
  }

  private static List<List<EncodedPair>> units(List<EncodedPair> pairs, int batch) {
    List<List<EncodedPair>> units = new ArrayList<>();
    for (int start = 0; start < pairs.size(); start += batch) {
      units.add(pairs.subList(start, Math.min(start + batch, pairs.size())));
    }
    return units;
  }

  private static List<ReferenceRow> scored(List<List<EncodedPair>> units, ReferenceScorer scorer) {
    return units.stream().flatMap(unit -> scorer.score(unit).stream()).toList();
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
