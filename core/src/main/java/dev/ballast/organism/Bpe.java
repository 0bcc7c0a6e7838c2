package dev.ballast.organism;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Byte-level byte-pair encoding, trained and applied (Sennrich et al. 2016, arXiv 1508.07909).
 *
 * @param vocabulary token → id, special tokens first, then the 256 bytes, then merges by rank
 * @param merges rank → the two tokens that merge
 */
record Bpe(Map<String, Integer> vocabulary, List<Merge> merges) {
  static final List<String> SPECIALS = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  record Merge(String left, String right) implements Comparable<Merge> {
    private static final Comparator<Merge> ORDER =
        Comparator.comparing(Merge::left).thenComparing(Merge::right);

    @Override
    public int compareTo(Merge other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Train on texts; equal counts are decided by the order of the tokens, so the result is a pure
   * function of the multiset of texts.
   *
   * @param size tokens to have in the end, fewer where no pair stands twice
   */
  static Bpe train(Iterable<String> texts, int size) {
    ByteLevel bytes = new ByteLevel();
    Map<String, Long> counts = new TreeMap<>();
    for (String text : texts) {
      bytes.pieces(text).forEach(piece -> counts.merge(piece, 1L, Long::sum));
    }
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    SPECIALS.forEach(token -> vocabulary.put(token, vocabulary.size()));
    bytes.alphabet().forEach(token -> vocabulary.put(token, vocabulary.size()));
    List<Merge> merges = new ArrayList<>();
    List<Word> words =
        counts.entrySet().stream().map(e -> new Word(letters(e.getKey()), e.getValue())).toList();
    Map<Merge, Long> pairs = new HashMap<>();
    words.forEach(word -> word.count(pairs, 1));
    while (vocabulary.size() < size) {
      Optional<Merge> best = mostFrequent(pairs);
      if (best.isEmpty()) {
        break;
      }
      Merge merge = best.get();
      merges.add(merge);
      vocabulary.put(merge.left() + merge.right(), vocabulary.size());
      words.stream().filter(word -> word.holds(merge)).forEach(word -> word.apply(merge, pairs));
    }
    return new Bpe(vocabulary, List.copyOf(merges));
  }

  Encoder encoder() {
    return new Encoder(merges);
  }

  /** Turns plain text into tokens; special tokens are text like any other. */
  static final class Encoder {
    private final ByteLevel bytes = new ByteLevel();
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final Map<String, List<String>> known = new HashMap<>();

    private Encoder(List<Merge> merges) {
      merges.forEach(merge -> ranks.put(merge, ranks.size()));
    }

    List<String> encode(String text) {
      List<String> tokens = new ArrayList<>();
      bytes.pieces(text).forEach(p -> tokens.addAll(known.computeIfAbsent(p, this::merged)));
      return tokens;
    }

    private List<String> merged(String piece) {
      Word word = new Word(letters(piece), 1);
      while (true) {
        Optional<Merge> next =
            word.pairs().stream().filter(ranks::containsKey).min(Comparator.comparing(ranks::get));
        if (next.isEmpty()) {
          return word.tokens;
        }
        word.apply(next.get());
      }
    }
  }

  private static Optional<Merge> mostFrequent(Map<Merge, Long> counts) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 1)
        .max(
            Map.Entry.<Merge, Long>comparingByValue()
                .thenComparing(Map.Entry.<Merge, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey);
  }

  private static List<String> letters(String piece) {
    return new ArrayList<>(Arrays.asList(piece.split("")));
  }

  /** A piece of text in its present tokens. */
  private static final class Word {
    private final List<String> tokens;
    private final long count;

    private Word(List<String> tokens, long count) {
      this.tokens = tokens;
      this.count = count;
    }

    private void count(Map<Merge, Long> pairs, int sign) {
      pairs().forEach(pair -> pairs.merge(pair, sign * count, Long::sum));
    }

    private boolean holds(Merge merge) {
      for (int i = 1; i < tokens.size(); i++) {
        if (tokens.get(i - 1).equals(merge.left()) && tokens.get(i).equals(merge.right())) {
          return true;
        }
      }
      return false;
    }

    private void apply(Merge merge, Map<Merge, Long> pairs) {
      count(pairs, -1);
      apply(merge);
      count(pairs, 1);
    }

    private List<Merge> pairs() {
      List<Merge> pairs = new ArrayList<>();
      for (int i = 1; i < tokens.size(); i++) {
        pairs.add(new Merge(tokens.get(i - 1), tokens.get(i)));
      }
      return pairs;
    }

    private void apply(Merge merge) {
      for (int i = 0; i + 1 < tokens.size(); i++) {
        if (tokens.get(i).equals(merge.left()) && tokens.get(i + 1).equals(merge.right())) {
          tokens.set(i, merge.left() + merge.right());
          tokens.remove(i + 1);
        }
      }
    }
  }
}
