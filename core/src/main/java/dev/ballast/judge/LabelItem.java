package dev.ballast.judge;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A graded row that a person may label. */
public record LabelItem(String key, String prompt, String response, List<Opinion> judges) {
  public LabelItem {
    judges = List.copyOf(judges);
  }

  /** Return it with a label. */
  public Label labelled(String label) {
    return new Label(key, prompt, response, label, judges);
  }

  public boolean disputed() {
    return PairAgreement.disagree(judges);
  }

  private int turn() {
    boolean unscored = judges.stream().anyMatch(o -> o.word().isEmpty());
    return disputed() ? 0 : unscored ? 1 : 2;
  }

  /** Read one graded row. */
  public static LabelItem of(JsonNode row) {
    for (String key : List.of("prompt", "response")) {
      if (!row.path(key).isString()) {
        throw BadInput.of("a row without " + key).key(key).fix("give what `ballast judge` wrote");
      }
    }
    String prompt = row.path("prompt").asString();
    String response = row.path("response").asString();
    return new LabelItem(Label.key(prompt, response), prompt, response, Opinion.in(row));
  }

  /**
   * Return the rows in the order of their use: those that judges disagree on, those with a judge
   * that gave no verdict, the others; one of each prompt and response, with all its judges.
   */
  public static List<LabelItem> queue(List<LabelItem> rows) {
    Map<String, LabelItem> once = new LinkedHashMap<>();
    rows.forEach(row -> once.merge(row.key(), row, LabelItem::with));
    List<LabelItem> queue = new ArrayList<>(once.values());
    queue.sort(Comparator.comparingInt(LabelItem::turn));
    return queue;
  }

  private LabelItem with(LabelItem other) {
    Map<String, Opinion> all = new LinkedHashMap<>();
    judges.forEach(o -> all.put(o.judge(), o));
    other.judges.forEach(o -> all.putIfAbsent(o.judge(), o));
    return new LabelItem(key, prompt, response, List.copyOf(all.values()));
  }

  /**
   * Return the scale that all judges of all rows use.
   *
   * @throws BadInput when there are two, or no verdict at all
   */
  public static Scale scale(List<LabelItem> rows) {
    List<Scale> scales =
        rows.stream()
            .flatMap(row -> row.judges().stream())
            .flatMap(o -> o.word().stream())
            .map(Scale::of)
            .distinct()
            .toList();
    if (scales.size() != 1) {
      throw BadInput.of(
              scales.isEmpty()
                  ? "no row has a verdict"
                  : "these rows are graded on different scales: " + scales)
          .key("verdict")
          .fix("label rows that judges of one kind have graded: ballast judge --judge … first");
    }
    return scales.getFirst();
  }
}
