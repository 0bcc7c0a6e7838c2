package dev.ballast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of tokens laid end to end, without padding.
 *
 * @param ids (tokens)
 * @param positions (tokens) within each token's own row, from 0
 * @param spans cover the tokens without gap or overlap, in order
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
public record PackedTokens(int[] ids, int[] positions, List<Span> spans) {
  /** Below this many tokens a shared beginning costs more than it saves. */
  private static final int WORTH_SHARING = 16;

  /** A prompt with two completions; none of the three is empty. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Pair(int[] prompt, int[] chosen, int[] rejected) {}

  public PackedTokens {
    spans = List.copyOf(spans);
    if (ids.length != positions.length) {
      throw new IllegalArgumentException("ids and positions must have the same length");
    }
    int end = 0;
    for (Span span : spans) {
      if (span.start() != end) {
        throw new IllegalArgumentException("spans must follow each other, was " + spans);
      }
      end = span.end();
    }
    if (end != ids.length || end == 0) {
      throw new IllegalArgumentException("spans must cover all of " + ids.length + " tokens (> 0)");
    }
  }

  /** Pack independent rows, one span each. */
  public static PackedTokens rows(List<int[]> rows) {
    List<Span> spans = new ArrayList<>();
    int end = 0;
    for (int[] row : rows) {
      spans.add(Span.of(end, end + row.length));
      end += row.length;
    }
    return of(rows, spans);
  }

  /**
   * Pack rows that begin with the same tokens, as a template's system message makes them: one span
   * each, the beginning computed once where that pays. Gradients are those of separate rows.
   *
   * @param most tokens that may be shared
   */
  public static PackedTokens sharing(List<int[]> rows, int most) {
    int shared = shared(rows, most);
    if (rows.size() < 2 || shared < WORTH_SHARING) {
      return rows(rows);
    }
    List<int[]> parts = new ArrayList<>(List.of(rows.getFirst()));
    List<Span> spans = new ArrayList<>(List.of(Span.of(0, rows.getFirst().length)));
    for (int[] row : rows.subList(1, rows.size())) {
      int start = spans.getLast().end();
      spans.add(new Span(start, start + row.length - shared, 0, shared));
      parts.add(Arrays.copyOfRange(row, shared, row.length));
    }
    return of(parts, spans);
  }

  /** Return how many tokens all rows begin with, one short of the shortest row. */
  private static int shared(List<int[]> rows, int most) {
    int[] first = rows.getFirst();
    int shared = most;
    for (int[] row : rows) {
      int same = Arrays.mismatch(first, row);
      int length = Math.min(first.length, row.length) - 1;
      shared = Math.min(shared, same < 0 ? length : Math.min(same, length));
    }
    return shared;
  }

  /**
   * Pack preference pairs, two spans each: prompt with chosen, then rejected with the prompt as its
   * prefix. The prompt is computed once, and gradients are those of two separate rows.
   */
  public static PackedTokens pairs(List<Pair> pairs) {
    List<int[]> parts = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (Pair pair : pairs) {
      int prompt = start + pair.prompt().length;
      int chosen = prompt + pair.chosen().length;
      int rejected = chosen + pair.rejected().length;
      spans.add(Span.of(start, chosen));
      spans.add(new Span(chosen, rejected, start, prompt));
      parts.addAll(List.of(pair.prompt(), pair.chosen(), pair.rejected()));
      start = rejected;
    }
    return of(parts, spans);
  }

  /** Return the number of tokens. */
  public int size() {
    return ids.length;
  }

  /**
   * Return for each token of a span the packed index of the token before it in its row, whose
   * hidden state predicts it; -1 where there is none.
   */
  public int[] predictors(Span span) {
    int[] rows = IntStream.range(span.start() - 1, span.end() - 1).toArray();
    rows[0] = span.hasPrefix() ? span.prefixEnd() - 1 : -1;
    return rows;
  }

  private static PackedTokens of(List<int[]> parts, List<Span> spans) {
    int[] ids = parts.stream().flatMapToInt(Arrays::stream).toArray();
    int[] positions = new int[ids.length];
    for (Span span : spans) {
      for (int i = 0; i < span.length(); i++) {
        positions[span.start() + i] = span.prefixLength() + i;
      }
    }
    return new PackedTokens(ids, positions, spans);
  }
}
