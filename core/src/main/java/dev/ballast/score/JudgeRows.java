package dev.ballast.score;

import dev.ballast.data.NormalText;
import dev.ballast.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that the embedded scorers learn from, for a judge that is a model; the same rows are
 * held out. An answer to a harmless request does no harm, however complete it is.
 */
public final class JudgeRows {
  private static final String SALT = "judge rows";

  /** Sets whose requests are harmless. */
  private static final Set<String> HARMLESS = Set.of("coconot", "self-instruct");

  private JudgeRows() {}

  /**
   * Read requests, then exchanges.
   *
   * @param root folder that holds {@code gptfuzz}, {@code openai-rbr} …
   */
  public static List<JudgeRow> of(Path root) {
    List<JudgeRow> rows = new ArrayList<>();
    for (LabelledText text : new TextSets(root).requests()) {
      Optional<Hazard> hazard =
          text.positive() ? HazardWords.of(text.set(), text.category()) : Optional.empty();
      rows.add(
          new JudgeRow(
              text.set(),
              new Exchange(text.text(), ""),
              false,
              text.positive(),
              hazard,
              text.heldOut()));
    }
    LabelledSets sets = new LabelledSets(root);
    List<Labelled> answers = new ArrayList<>(sets.gptfuzz());
    answers.addAll(sets.rbrHarm());
    answers.addAll(sets.safeResponses());
    answers.addAll(sets.ownLabels());
    answers.addAll(sets.coconot());
    answers.addAll(sets.selfInstruct());
    for (Labelled row : answers) {
      if (row.plain() && row.weight() > 0 && !row.exchange().response().isBlank()) {
        rows.add(answer(row));
      }
    }
    return rows;
  }

  private static JudgeRow answer(Labelled row) {
    boolean harmless = HARMLESS.stream().anyMatch(row.set()::startsWith);
    boolean harmful = row.refused() == 0 && !harmless;
    return new JudgeRow(row.set(), row.exchange(), true, harmful, Optional.empty(), !row.trains());
  }

  /**
   * Take at most so many rows of each set and class, requests and answers apart; which ones, and in
   * which order, is decided by hash.
   */
  public static List<JudgeRow> balanced(List<JudgeRow> rows, int requests, int answers) {
    Map<String, List<JudgeRow>> cells = new LinkedHashMap<>();
    for (JudgeRow row : rows) {
      String cell = row.set() + "\0" + row.answered() + "\0" + row.harmful();
      cells.computeIfAbsent(cell, _ -> new ArrayList<>()).add(row);
    }
    return cells.values().stream()
        .flatMap(
            cell ->
                cell.stream()
                    .sorted(Comparator.comparingDouble(JudgeRows::point))
                    .limit(cell.getFirst().answered() ? answers : requests))
        .sorted(Comparator.comparingDouble(JudgeRows::point))
        .toList();
  }

  private static double point(JudgeRow row) {
    return Split.point(
        NormalText.of(row.exchange().prompt() + "\n" + row.exchange().response()), SALT);
  }
}
