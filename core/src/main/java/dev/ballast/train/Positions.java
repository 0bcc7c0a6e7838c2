package dev.ballast.train;

import dev.ballast.model.PackedTokens;
import dev.ballast.model.Span;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packed tokens that have a loss, and the packed positions whose hidden states predict them.
 *
 * @param predictors (targets) indices of packed tokens
 * @param targets (targets) token ids
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record Positions(int[] predictors, int[] targets) {
  /** Find the learned tokens of rows; a beginning that rows share holds none of them. */
  static Positions of(PackedTokens packed, List<EncodedRow> rows) {
    IntStream.Builder predictors = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int i = 0; i < rows.size(); i++) {
      Span span = packed.spans().get(i);
      int from = rows.get(i).learnedFrom() - span.prefixLength();
      Arrays.stream(packed.predictors(span)).skip(from).forEach(predictors);
      Arrays.stream(packed.ids(), span.start() + from, span.end()).forEach(targets);
    }
    return new Positions(predictors.build().toArray(), targets.build().toArray());
  }

  /** Find the completion tokens of pairs: of each pair the chosen ones, then the rejected ones. */
  static Positions ofPairs(PackedTokens packed, List<EncodedPair> pairs) {
    IntStream.Builder predictors = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int i = 0; i < packed.spans().size(); i++) {
      Span span = packed.spans().get(i);
      // A span that shares the prompt begins with its completion.
      int from = pairs.get(i / 2).prompt().length - span.prefixLength();
      Arrays.stream(packed.predictors(span)).skip(from).forEach(predictors);
      Arrays.stream(packed.ids(), span.start() + from, span.end()).forEach(targets);
    }
    return new Positions(predictors.build().toArray(), targets.build().toArray());
  }

  /** Pick the predicting rows of hidden states (tokens, hidden). */
  Tensor select(Tensor hidden) {
    return hidden.indexSelect(0, Tensors.index(hidden, predictors));
  }
}
