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

  private static Map<String, Supplier<Scorer>> registry() {
    Map<String, Supplier<Scorer>> registry = new LinkedHashMap<>();
    registry.put(RefusalScorer.ID, () -> new RefusalScorer(ScoringModel.shipped()));
    registry.put(
        HarmScorer.ID,
        () -> new HarmScorer(ScoringModel.shipped(), TextModels.shipped().hazards()));
    registry.put(PromptHarmScorer.ID, () -> PromptHarmScorer.of(TextModels.shipped()));
    registry.put(
        ToxicityScorer.ID,
        () -> ToxicityScorer.of(TextModels.shipped(), ScoringModel.shipped().plain()));
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
        .filter(id -> id.equals(name) || id.startsWith(name + "@"))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> BadInput.of("no such scorer").value(name).fix("use one of " + names()));
  }

  /** Tell whether a name is that of a scorer that reads no response. */
  public static boolean readsPromptAlone(String name) {
    return PromptHarmScorer.ID.equals(name) || PromptHarmScorer.ID.startsWith(name + "@");
  }

  /**
   * Return the scorer of a name, ready to use; it reads the shipped weights (two megabytes), and an
   * embedding too where it grades what a text is about.
   *
   * @param name as in {@link #id}
   * @throws BadInput when there is none
   */
  public static Scorer byName(String name) {
    return Objects.requireNonNull(registry().get(id(name))).get();
  }
}
