package dev.ballast.report;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headline of a run as text for a terminal. */
public final class ResultTable {
  private static final int NARROW = 60;
  private static final int WIDE = 120;
  private static final int CELL = 20;
  private static final int CHANGE = 6;
  private static final int GAP = 2;
  private static final int LEAST_LABEL = 24;

  private final Figures figures;

  private ResultTable(Figures figures) {
    this.figures = figures;
  }

  /**
   * Read a run's folder.
   *
   * @throws BadInput when the folder is not there or a file in it is damaged
   */
  public static ResultTable of(Path runFolder) {
    return new ResultTable(FiguresReader.read(runFolder));
  }

  /** Return lines of at most {@code width} columns, which is taken as 60 to 120. */
  public String text(int width) {
    int columns = Math.clamp(width, NARROW, WIDE);
    List<String> lines = new ArrayList<>();
    int label = columns - 2 * (CELL + GAP) - CHANGE - GAP;
    if (label >= LEAST_LABEL) {
      wide(lines, Math.min(label, 44));
    } else {
      stacked(lines, columns);
    }
    decision(lines, columns);
    return String.join("\n", lines) + "\n";
  }

  /** Return the same in plain ASCII. */
  public String ascii(int width) {
    return text(width)
        .replace('\u00a0', ' ')
        .replace('\u2212', '-')
        .replace('–', '-')
        .replace('─', '-')
        .replace("✓", "+")
        .replace("✕", "x")
        .replace("→", ">")
        .replaceAll("[^\\x00-\\x7f]", "?");
  }

  private void wide(List<String> lines, int label) {
    lines.add(line("", label, List.of("before", "after", "change")));
    lines.add("─".repeat(label + 2 * (CELL + GAP) + CHANGE + GAP));
    for (Comparison row : figures.headline()) {
      List<String> name = wrap(row.label(), label);
      lines.add(line(name.getFirst(), label, cells(row)));
      name.stream().skip(1).forEach(lines::add);
    }
  }

  private static String line(String name, int label, List<String> cells) {
    return pad(name, label)
        + " ".repeat(GAP)
        + left(cells.get(0), CELL)
        + " ".repeat(GAP)
        + left(cells.get(1), CELL)
        + " ".repeat(GAP)
        + left(cells.get(2), CHANGE);
  }

  private void stacked(List<String> lines, int columns) {
    for (Comparison row : figures.headline()) {
      List<String> cells = cells(row);
      lines.addAll(wrap(row.label(), columns));
      lines.add(
          "  " + pad(cells.get(0), CELL) + " → " + pad(cells.get(1), CELL) + left(cells.get(2), 9));
    }
  }

  private static List<String> cells(Comparison row) {
    return List.of(
        cell(row.before()), cell(row.after()), row.change().map(Words::points).orElse(""));
  }

  private static String cell(Optional<Value> value) {
    return value
        .map(v -> Words.percent(v.estimate()) + " [" + Words.range(v) + "]")
        .orElse("not measured");
  }

  private void decision(List<String> lines, int columns) {
    List<Integer> sizes =
        figures.headline().stream()
            .flatMap(row -> row.after().or(row::before).stream())
            .map(Value::n)
            .toList();
    int least = sizes.stream().mapToInt(n -> n).min().orElse(0);
    if (least > 0) {
      lines.add("");
      lines.addAll(wrap("95 % intervals; n ≥ ".replace("≥", ">=") + least + " a number", columns));
    }
    Figures.Ruling ruling = figures.ruling();
    switch (ruling.decision()) {
      case "" -> lines.add("The gate has not decided.");
      case "promote" -> lines.add("✓ promoted: every rule of the gate holds");
      default -> {
        lines.add("✕ rejected:");
        ruling.rules().stream()
            .filter(rule -> !rule.holds())
            .forEach(rule -> item(lines, rule.label() + ": " + rule.rule(), columns));
      }
    }
  }

  private static void item(List<String> lines, String text, int columns) {
    List<String> wrapped = wrap(text, columns - 4);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? "  - " : "    ") + wrapped.get(i));
    }
  }

  private static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - text.length()));
  }

  private static String left(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }
}
