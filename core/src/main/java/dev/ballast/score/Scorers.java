package dev.ballast.score;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The registry of scorers: to add one, add its line. */
public final class Scorers {
  private Scorers() {}

  /**
   * A scorer that ships.
   *
   * @param kind what its verdicts tell apart, as {@link #kind}
   */
  private record Entry(String kind, Supplier<Scorer> scorer) {}

  private static Map<String, Entry> registry() {
    Map<String, Entry> registry = new LinkedHashMap<>();
    registry.put(
        RefusalScorer.ID, new Entry("refusal", () -> new RefusalScorer(ScoringModel.shipped())));
    registry.put(ComplianceScorer.ID, new Entry("harm", ComplianceScorer::shipped));
    registry.put(HarmScorer.ID, new Entry("harm", HarmScorer::shipped));
    registry.put(
        PromptHarmScorer.ID, new Entry("request", () -> PromptHarmScorer.of(TextModels.shipped())));
    registry.put(
        ToxicityScorer.ID,
        new Entry(
            "toxicity",
            () -> ToxicityScorer.of(TextModels.shipped(), ScoringModel.shipped().plain())));
    return registry;
  }

  /** List the ids that {@link #byName} knows. */
  public static List<String> names() {
    return List.copyOf(registry().keySet());
  }

  /**
   * Return the id that a name stands for.
   *
   * @param name a name and version, or a name alone for its newest version
   * @throws BadInput when there is none
   */
  public static String id(String name) {
    return registry().keySet().stream()
        .filter(id -> is(id, name))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> BadInput.of("no such scorer").value(name).fix("use one of " + names()));
  }

  /**
   * Return what the verdicts of a name tell apart: {@code harm}, {@code refusal}, {@code request}
   * or {@code toxicity}; of a name that is no scorer, the name without its version.
   */
  public static String kind(String name) {
    return registry().entrySet().stream()
        .filter(entry -> is(entry.getKey(), name))
        .findFirst()
        .map(entry -> entry.getValue().kind())
        .orElseGet(() -> name.replaceFirst("@.*", ""));
  }

  private static boolean is(String id, String name) {
    return id.equals(name) || id.startsWith(name + "@");
  }

  /**
   * Return the scorer of a name, ready to use; it reads the shipped weights (two megabytes), and an
   * embedding too where it grades what a text is about.
   *
   * @param name as in {@link #id}
   * @throws BadInput when there is none
   */
  public static Scorer byName(String name) {
    return Objects.requireNonNull(registry().get(id(name))).scorer().get();
  }
}
