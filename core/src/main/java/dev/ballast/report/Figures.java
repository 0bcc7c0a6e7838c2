package dev.ballast.report;

import java.util.List;
import java.util.Map;

/**
 * Everything that a run's page shows; {@code report.json}.
 *
 * @param headline the numbers that stand beside each other
 * @param scorecard metrics, benchmark by benchmark
 * @param attacks families, those that training never saw first
 * @param missing what the folder does not hold, in sentences
 */
record Figures(
    Identity identity,
    Ruling ruling,
    List<Comparison> headline,
    List<Table> scorecard,
    List<Table> attacks,
    List<Table> categories,
    List<Count> counts,
    List<Stage> stages,
    Samples samples,
    List<Card> cards,
    Split split,
    List<String> missing) {

  /** What was run, and from what. */
  record Identity(
      String command,
      String model,
      String fingerprint,
      long seed,
      boolean finished,
      Map<String, String> config,
      Map<String, String> inputs,
      Map<String, String> outputs,
      Map<String, String> versions,
      Map<String, String> kernels) {}

  /**
   * What the gate said.
   *
   * @param decision {@code promote}, {@code reject}, or empty where no gate stood
   * @param result the model to use after the run
   */
  record Ruling(String decision, int round, List<Rule> rules, String result) {}

  /** One rule of the gate. */
  record Rule(
      String metric,
      String label,
      double before,
      double after,
      double bound,
      int n,
      String rule,
      boolean holds) {}

  /** Comparisons under one heading. */
  record Table(String title, List<Comparison> rows) {}

  /** How the attempts or samples of one measurement ended. */
  record Count(String what, String phase, int n, int undecided, int errors) {}

  /** A training stage with its curves. */
  record Stage(
      String name, String method, long steps, List<Curve> curves, Map<String, String> facts) {
    /** Tell whether the method makes steps: weights between two models have none to log. */
    boolean makesSteps() {
      return !method.equals("interpolate");
    }
  }

  /** A logged metric over optimiser steps. */
  record Curve(String metric, List<Point> points) {}

  record Point(double step, double value) {}

  /** Sample conversations. */
  record Samples(List<Change> changes, List<Sample> shown) {}

  /** How many samples of a kind went from one verdict to another. */
  record Change(String kind, String before, String after, int count) {}

  /**
   * One sample before and after.
   *
   * @param masked the texts are not for every eye
   */
  record Sample(
      String kind,
      String id,
      String category,
      String attack,
      String prompt,
      Answer before,
      Answer after,
      boolean masked) {}

  /** An answer and what was said of it; verdict is empty where it was not asked. */
  record Answer(String text, String verdict, String why) {
    static final Answer NONE = new Answer("", "", "");

    boolean asked() {
      return !verdict.isEmpty();
    }
  }

  /** How a scorer agrees with one set of labels that others made. */
  record Card(String scorer, String set, int n, Map<String, Value> rates) {}

  /** Who trained and who measured. */
  record Split(
      List<Rows> sets,
      List<String> heldOutCategories,
      List<String> attacks,
      List<String> heldOutAttacks,
      int removed,
      int skipped) {}

  /** A set of rows. */
  record Rows(String name, int rows, String hash) {}
}
