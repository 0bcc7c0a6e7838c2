package dev.ballast.score;

import java.util.Arrays;
import java.util.List;

/**
 * Hashes a sentence into buckets: word n-grams (1 to 3), the same with every content word masked (2
 * to 5), stems, and word pairs within a window.
 *
 * <p>Masked n-grams carry how something is said (who, may, not, to, whom) without what it is about,
 * so that a refusal of an unseen subject still looks like one.
 */
final class Grams {
  static final int BITS = 19;
  private static final int MASK = (1 << BITS) - 1;
  private static final int STEM = 5;
  private static final int WINDOW = 6;

  private int[] buckets = new int[64];
  private int size;

  private Grams() {}

  /** Return the distinct buckets of a sentence, ascending. */
  static int[] of(List<String> words) {
    return of(words, true);
  }

  /** Return only the buckets that say nothing of the subject. */
  static int[] skeleton(List<String> words) {
    return of(words, false);
  }

  /**
   * Return the buckets of a text read for its subject: word n-grams (1 to 3) and, within words,
   * runs of 3 to 5 letters, which know misspelt words and unseen forms.
   */
  static int[] subject(List<String> words) {
    Grams grams = new Grams();
    int[] ids = words.stream().mapToInt(String::hashCode).toArray();
    grams.runs(ids, 1, 3, 601);
    for (String word : words) {
      grams.runs((" " + word + " ").chars().toArray(), 3, 5, 701);
    }
    return grams.distinct();
  }

  /** Return the buckets of a whole answer: its words and pairs of neighbours. */
  static int[] answer(List<List<String>> sentences) {
    Grams grams = new Grams();
    grams.runs(
        sentences.stream().flatMap(List::stream).mapToInt(String::hashCode).toArray(), 1, 2, 801);
    return grams.distinct();
  }

  private static int[] of(List<String> words, boolean subject) {
    Grams grams = new Grams();
    int n = words.size();
    int[] plain = new int[n + 2];
    int[] masked = new int[n + 2];
    int[] classes = new int[n + 2];
    plain[0] = masked[0] = classes[0] = 1;
    plain[n + 1] = masked[n + 1] = classes[n + 1] = 2;
    for (int i = 0; i < n; i++) {
      String word = words.get(i);
      boolean content = Words.isWord(word) && !Words.FUNCTION.contains(word);
      plain[i + 1] = word.hashCode();
      masked[i + 1] = content ? 3 : plain[i + 1];
      classes[i + 1] = WordClass.of(word, content ? 3 : plain[i + 1]);
      if (content && subject) {
        grams.add(7, word.substring(0, Math.min(STEM, word.length())).hashCode());
      }
    }
    if (subject) {
      grams.runs(plain, 1, 3, 11);
      grams.pairs(plain);
    }
    grams.runs(masked, 2, 5, 101);
    grams.runs(classes, 1, 6, 201);
    grams.pairs(classes);
    return grams.distinct();
  }

  private void runs(int[] ids, int shortest, int longest, int kind) {
    for (int from = 0; from < ids.length; from++) {
      int hash = kind;
      for (int length = 1; length <= longest && from + length <= ids.length; length++) {
        hash = mix(hash, ids[from + length - 1]);
        if (length >= shortest) {
          add(kind + length, hash);
        }
      }
    }
  }

  private void pairs(int[] ids) {
    for (int i = 0; i < ids.length; i++) {
      for (int j = i + 2; j < Math.min(ids.length, i + WINDOW); j++) {
        add(501, mix(ids[i], ids[j]));
      }
    }
  }

  private void add(int kind, int hash) {
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, size * 2);
    }
    buckets[size++] = mix(kind, hash) >>> 7 & MASK;
  }

  private int[] distinct() {
    Arrays.sort(buckets, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || buckets[i] != buckets[i - 1]) {
        buckets[kept++] = buckets[i];
      }
    }
    return Arrays.copyOf(buckets, kept);
  }

  /** Mix as MurmurHash3 does a block and its end. */
  private static int mix(int seed, int value) {
    int k = Integer.rotateLeft(value * 0xcc9e2d51, 15) * 0x1b873593;
    int h = Integer.rotateLeft(seed ^ k, 13) * 5 + 0xe6546b64;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
