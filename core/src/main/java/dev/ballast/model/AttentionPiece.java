package dev.ballast.model;

import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some queries of a span and the keys that they see: all of it, or under a window so few that
 * neither scores nor masks grow with the square of a long row.
 *
 * @param query first query, counted from the span's start
 * @param key first key, counted from the row's start
 * @param mask added to the scores (queries, keys)
 * @param all whether these are all queries and keys of the span
 */
record AttentionPiece(
    int query, int queries, int key, int keys, Optional<Tensor> mask, boolean all) {
  /** Below this many queries a piece costs more than it saves. */
  static final int FEWEST = 64;

  /**
   * Cut a span's queries.
   *
   * @param window tokens that a query sees, itself among them
   * @param masked whether a mask is wanted even where plain causal attention would serve
   */
  static List<AttentionPiece> of(Span span, int window, boolean masked, Placement placement) {
    int prefix = span.prefixLength();
    if (window >= span.rowLength()) {
      boolean plain = !masked && !span.hasPrefix();
      Optional<Tensor> mask =
          plain
              ? Optional.empty()
              : Optional.of(placement.take(mask(prefix, span.length(), 0, window)));
      return List.of(new AttentionPiece(0, span.length(), 0, span.rowLength(), mask, true));
    }
    int step = Math.max(window, FEWEST);
    List<AttentionPiece> pieces = new ArrayList<>();
    for (int query = 0; query < span.length(); query += step) {
      int queries = Math.min(step, span.length() - query);
      int key = Math.max(0, prefix + query - window + 1);
      int keys = prefix + query + queries - key;
      Tensor mask = placement.take(mask(prefix + query, queries, key, window));
      pieces.add(
          new AttentionPiece(
              query, queries, key, keys, Optional.of(mask), queries == span.length() && key == 0));
    }
    return List.copyOf(pieces);
  }

  /** Tell whether plain causal attention over the whole span serves. */
  boolean isCausal() {
    return mask.isEmpty();
  }

  /** Cut this piece's queries out of those of its span (1, heads, span, headSize). */
  Tensor queries(Tensor ofSpan) {
    return all ? ofSpan : ofSpan.narrow(2, query, queries);
  }

  /** Cut this piece's keys or values out of its row's (1, heads, prefix + span, headSize). */
  Tensor keys(Tensor ofRow) {
    return all ? ofRow : ofRow.narrow(2, key, keys);
  }

  /**
   * Return what to add to the scores, (queries, keys).
   *
   * @param position of the first query in its row
   * @param key position of the first key; the last key is the last query's own
   */
  private static Tensor mask(int position, int queries, int key, int window) {
    int keys = position + queries - key;
    float[] values = new float[Math.multiplyExact(queries, keys)];
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        int ago = position + i - (key + j);
        if (ago < 0 || ago >= window) {
          values[i * keys + j] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return Tensors.ofFloats(values, queries, keys);
  }
}
