package dev.ballast.score;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The registry of scorers: to add one, add its line. */
public final class Scorers {
  private Scorers() {}

  private static Map<String, Function<ScoringModel, Scorer>> registry() {
    Map<String, Function<ScoringModel, Scorer>> registry = new LinkedHashMap<>();
    registry.put(RefusalScorer.ID, RefusalScorer::new);
    registry.put(HarmScorer.ID, HarmScorer::new);
    return registry;
  }

  /** List the ids that {@link #byName} knows. */
  public static List<String> names() {
    return List.copyOf(registry().keySet());
  }

  /**
   * Return the scorer of that id, ready to use; it reads the shipped weights (half a megabyte).
   *
   * @param id name and version, or a name alone for its newest version
   * @throws BadInput when there is none
   */
  public static Scorer byName(String id) {
    return registry().entrySet().stream()
        .filter(e -> e.getKey().equals(id) || e.getKey().startsWith(id + "@"))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> BadInput.of("no such scorer").value(id).fix("use one of " + names()))
        .getValue()
        .apply(ScoringModel.shipped());
  }
}
