package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Chooses the examples that stand before a question, as lm-eval's samplers do: drawn anew for each
 * row from one stream of numbers, or the first; never the row itself where both are of one split.
 */
final class Examples {
  private final TaskConfig config;
  private final List<JsonNode> pool;
  private final PythonRandom random;
  private final boolean own;

  /**
   * @param pool rows of {@link TaskConfig#exampleSplit}; empty where no examples are wanted
   * @param seed lm-eval's {@code fewshot_seed}, 1234 by default
   */
  Examples(TaskConfig config, List<JsonNode> pool, int seed) {
    this.config = config;
    this.pool = List.copyOf(pool);
    this.random = new PythonRandom(seed);
    this.own = config.testSplit().filter(config.exampleSplit()::equals).isPresent();
  }

  /** Return the examples of the next row; rows must come in order. */
  List<JsonNode> next(JsonNode doc) {
    int n = config.numFewshot();
    if (n == 0) {
      return List.of();
    }
    boolean first = config.fewshotConfig().sampler().equals("first_n");
    List<JsonNode> others = own ? pool.stream().filter(d -> !d.equals(doc)).toList() : pool;
    if (others.size() < n || (own && pool.size() == n)) {
      throw BadInput.of("fewer rows than examples are wanted")
          .key("num_fewshot")
          .value(n)
          .fix("ask for fewer examples, or name a larger fewshot_split");
    }
    if (first) {
      return others.subList(0, n);
    }
    return own ? withoutOwn(doc, n, others) : random.sample(pool, n);
  }

  private List<JsonNode> withoutOwn(JsonNode doc, int n, List<JsonNode> others) {
    List<JsonNode> drawn = new ArrayList<>(random.sample(pool, n + 1));
    drawn.removeIf(doc::equals);
    return drawn.size() < n ? random.sample(others, n) : drawn.subList(0, n);
  }
}
