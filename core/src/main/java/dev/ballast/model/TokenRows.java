package dev.ballast.model;

import java.util.Arrays;

/**
 * Tokens of one pass and where they stand.
 *
 * @param ids (tokens)
 * @param positions (tokens) within each token's row, from 0
 * @param lengths (tokens) of each token's whole row
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record TokenRows(int[] ids, int[] positions, int[] lengths) {
  static TokenRows of(PackedTokens tokens) {
    int[] lengths = new int[tokens.size()];
    for (Span span : tokens.spans()) {
      Arrays.fill(lengths, span.start(), span.end(), span.rowLength());
    }
    return new TokenRows(tokens.ids(), tokens.positions(), lengths);
  }

  /** Return one token at the end of each row. */
  static TokenRows last(int[] ids, int[] positions) {
    return new TokenRows(ids, positions, Arrays.stream(positions).map(p -> p + 1).toArray());
  }

  /** Return the same tokens as the beginning of rows that are one token longer. */
  TokenRows grown() {
    return new TokenRows(ids, positions, Arrays.stream(lengths).map(n -> n + 1).toArray());
  }
}
