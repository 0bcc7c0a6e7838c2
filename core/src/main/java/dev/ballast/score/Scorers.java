package dev.ballast.score;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The registry of scorers: to add one, add its line. */
public final class Scorers {
  private static final Map<String, Supplier<Scorer>> REGISTRY = registry();

  private Scorers() {}

  private static Map<String, Supplier<Scorer>> registry() {
    Map<String, Supplier<Scorer>> registry = new LinkedHashMap<>();
    return registry;
  }

  /** List the ids that {@link #byName} knows. */
  public static List<String> names() {
    return List.copyOf(REGISTRY.keySet());
  }

  /**
   * Return the scorer of that id, ready to use.
   *
   * @throws BadInput when there is none
   */
  public static Scorer byName(String id) {
    Supplier<Scorer> scorer = REGISTRY.get(id);
    if (scorer == null) {
      throw BadInput.of("no such scorer").value(id).fix("use one of " + names());
    }
    return scorer.get();
  }
}
