package dev.ballast.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What training rows and evaluation rows share, by prompt.
 *
 * @param trainRows rows looked at
 * @param evalRows rows looked at
 * @param trainDuplicates training rows whose normalised prompt came before
 * @param evalDuplicates evaluation rows whose normalised prompt came before
 * @param overlaps one entry for each evaluation row that training has seen
 */
public record Contamination(
    int trainRows, int evalRows, int trainDuplicates, int evalDuplicates, List<Overlap> overlaps) {
  /** Words in an n-gram, as in GPT-3's and later contamination checks. */
  private static final int N = 8;

  /** Share of an evaluation prompt's n-grams that makes it the same prompt. */
  private static final double SAME = 0.5;

  /**
   * An evaluation row and the training row nearest to it.
   *
   * @param share of the evaluation row's 8-grams found in that training row; 1 for equal prompts
   */
  public record Overlap(String evalId, String trainId, double share) {}

  public Contamination {
    overlaps = List.copyOf(overlaps);
  }

  /** Return how many evaluation prompts are, normalised, training prompts. */
  public long exact() {
    return overlaps.stream().filter(o -> o.share() == 1).count();
  }

  public boolean clean() {
    return overlaps.isEmpty();
  }

  /**
   * Compare prompts: equal normalised text, or at least half of the evaluation prompt's 8-grams in
   * one training prompt. Prompts under 8 words are compared whole only.
   */
  public static Contamination check(List<? extends Row> train, List<? extends Row> eval) {
    Map<String, String> whole = new HashMap<>();
    Map<String, Set<String>> grams = new HashMap<>();
    for (Row row : train) {
      String text = NormalText.of(row.promptText());
      whole.putIfAbsent(text, row.key());
      for (String gram : grams(text)) {
        grams.computeIfAbsent(gram, _ -> new HashSet<>()).add(row.key());
      }
    }
    Set<String> seen = new HashSet<>();
    List<Overlap> overlaps = new ArrayList<>();
    for (Row row : eval) {
      String text = NormalText.of(row.promptText());
      seen.add(text);
      Optional.ofNullable(whole.get(text))
          .map(id -> new Overlap(row.key(), id, 1))
          .or(() -> nearest(row.key(), text, grams))
          .ifPresent(overlaps::add);
    }
    return new Contamination(
        train.size(),
        eval.size(),
        train.size() - whole.size(),
        eval.size() - seen.size(),
        overlaps);
  }

  /** Return the training rows that share no prompt with the evaluation rows. */
  public static <T extends Row> List<T> without(List<T> train, List<? extends Row> eval) {
    // Asked the other way round: which training rows has evaluation "seen"?
    Set<String> bad = new HashSet<>();
    check(eval, train).overlaps().forEach(o -> bad.add(o.evalId()));
    check(train, eval).overlaps().forEach(o -> bad.add(o.trainId()));
    return train.stream().filter(row -> !bad.contains(row.key())).toList();
  }

  private static Optional<Overlap> nearest(
      String evalId, String text, Map<String, Set<String>> grams) {
    Set<String> own = grams(text);
    Map<String, Integer> hits = new LinkedHashMap<>();
    for (String gram : own) {
      grams.getOrDefault(gram, Set.of()).forEach(id -> hits.merge(id, 1, Integer::sum));
    }
    return hits.entrySet().stream()
        .map(e -> new Overlap(evalId, e.getKey(), e.getValue() / (own.size() + 1e-9)))
        .filter(o -> o.share() >= SAME - 1e-6)
        .max(
            Comparator.comparingDouble(Overlap::share)
                .thenComparing(Overlap::trainId, Comparator.reverseOrder()));
  }

  private static Set<String> grams(String normal) {
    String[] words = normal.split(" ");
    Set<String> grams = new LinkedHashSet<>();
    for (int i = 0; i + N <= words.length; i++) {
      grams.add(String.join(" ", Arrays.asList(words).subList(i, i + N)));
    }
    return grams;
  }
}
