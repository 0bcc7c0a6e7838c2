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

  /** Tells whether rows of two lengths may compute a common beginning once. */
  @FunctionalInterface
  public interface Sharing {
    /** The rule of models that compute a token alike however long its row is. */
    Sharing ALWAYS = (_, _) -> true;

    boolean allowed(int length, int other);
  }

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

  /** Pack rows for a model that has no rule about lengths; see the other {@code sharing}. */
  public static PackedTokens sharing(List<int[]> rows, int most) {
    return sharing(rows, most, Sharing.ALWAYS);
  }

  /**
   * Pack rows that begin with the same tokens, as a template's system message makes them: one span
   * each, the beginning computed once where that pays. Gradients are those of separate rows.
   *
   * @param most tokens that may be shared
   * @param rule of the model, {@link ModelConfig#mayShare}
   */
  public static PackedTokens sharing(List<int[]> rows, int most, Sharing rule) {
    int shared = shared(rows, most);
    int first = rows.getFirst().length;
    if (rows.size() < 2
        || shared < WORTH_SHARING
        || !rows.stream().allMatch(row -> rule.allowed(first, row.length))) {
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

  /** Pack rows for a model that has no rule about lengths; see the other {@code neighbours}. */
  public static PackedTokens neighbours(List<int[]> rows) {
    return neighbours(rows, Sharing.ALWAYS);
  }

  /**
   * Pack rows of which neighbours mostly begin alike, as the choices of one question do: a row that
   * shares at least half of its tokens with the last one that was computed whole is computed from
   * there on.
   *
   * @param rule of the model, {@link ModelConfig#mayShare}
   */
  public static PackedTokens neighbours(List<int[]> rows, Sharing rule) {
    List<int[]> parts = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    int[] whole = rows.getFirst();
    int wholeStart = 0;
    int end = 0;
    for (int[] row : rows) {
      boolean alike = end > 0 && rule.allowed(whole.length, row.length);
      int same = alike ? shared(whole, row) : 0;
      if (same < WORTH_SHARING || 2 * same < row.length) {
        same = 0;
        whole = row;
        wholeStart = end;
      }
      int prefix = same == 0 ? 0 : wholeStart;
      spans.add(new Span(end, end + row.length - same, prefix, prefix + same));
      parts.add(Arrays.copyOfRange(row, same, row.length));
      end = spans.getLast().end();
    }
    return of(parts, spans);
  }

  private static int shared(List<int[]> rows, int most) {
    int[] first = rows.getFirst();
    return rows.stream().mapToInt(row -> Math.min(most, shared(first, row))).min().orElse(most);
  }

  /** Return how many tokens two rows begin with, one short of the shorter at most. */
  private static int shared(int[] a, int[] b) {
    int same = Arrays.mismatch(a, b);
    int most = Math.min(a.length, b.length) - 1;
    return same < 0 ? most : Math.min(same, most);
  }

  /** Pack pairs for a model that has no rule about lengths; see the other {@code pairs}. */
  public static PackedTokens pairs(List<Pair> pairs) {
    return pairs(pairs, Sharing.ALWAYS);
  }

  /**
   * Pack preference pairs, two spans each: prompt with chosen, then rejected with the prompt as its
   * prefix. The prompt is computed once, and gradients are those of two separate rows. Where the
   * rule forbids it the second span holds the prompt again.
   *
   * @param rule of the model, {@link ModelConfig#mayShare}
   */
  public static PackedTokens pairs(List<Pair> pairs, Sharing rule) {
    List<int[]> parts = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (Pair pair : pairs) {
      int prompt = pair.prompt().length;
      int chosen = start + prompt + pair.chosen().length;
      boolean shares = rule.allowed(prompt + pair.chosen().length, prompt + pair.rejected().length);
      int rejected = chosen + (shares ? 0 : prompt) + pair.rejected().length;
      spans.add(Span.of(start, chosen));
      spans.add(
          shares ? new Span(chosen, rejected, start, start + prompt) : Span.of(chosen, rejected));
      parts.addAll(List.of(pair.prompt(), pair.chosen()));
      parts.addAll(shares ? List.of(pair.rejected()) : List.of(pair.prompt(), pair.rejected()));
      start = rejected;
    }
    return of(parts, spans);
  }

  /** Return the number of tokens. */
  public int size() {
    return ids.length;
  }

  /** Tell whether a rule allows every prefix that spans have of each other. */
  boolean sharesOnly(Sharing rule) {
    return spans.stream()
        .filter(Span::hasPrefix)
        .allMatch(
            span ->
                spans.stream()
                    .filter(other -> other.holdsPrefixOf(span))
                    .allMatch(other -> rule.allowed(other.rowLength(), span.rowLength())));
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
