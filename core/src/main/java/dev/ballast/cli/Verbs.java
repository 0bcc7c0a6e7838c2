package dev.ballast.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The verbs, in the order in which a newcomer meets them. */
final class Verbs {
  static final List<Verb> ALL =
      List.of(
          new DemoVerb(),
          new BreakFixVerb(),
          new PullVerb(),
          new InspectVerb(),
          new TokensVerb(),
          new LogprobsVerb(),
          new GenerateVerb(),
          new ChatVerb(),
          new PlanVerb(),
          new SftVerb(),
          new DpoVerb(),
          new BfpoVerb(),
          new ExportVerb(),
          new MergeVerb(),
          new JudgeVerb(),
          new EvalVerb(),
          new CompareVerb(),
          new DoctorVerb(),
          new BenchVerb(),
          new EmbeddedVerb(),
          new TrainJudgesVerb(),
          new ReportVerb(),
          new VerifyVerb());

  private Verbs() {}

  static Optional<Verb> byName(String name) {
    return ALL.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  static String unknown(String name) {
    String nearest =
        ALL.stream()
            .map(Verb::name)
            .filter(v -> distance(name, v) <= Math.max(2, v.length() / 3))
            .min(Comparator.comparingInt(v -> distance(name, v)))
            .map(v -> "did you mean " + v + "? ")
            .orElse("");
    return "unknown verb " + name + ". Fix: " + nearest + "ballast --help lists the verbs";
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int swap = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
        corner = above;
      }
    }
    return row[b.length()];
  }
}
