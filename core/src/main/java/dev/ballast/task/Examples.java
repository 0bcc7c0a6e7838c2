package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Chooses the examples that stand before a question, as lm-eval's samplers do: drawn anew for each
 * row from one stream of numbers, or the first. The row itself is left out, and one more drawn,
 * where the split that is named for examples is the one that is named to be tested, or neither is
 * named.
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
    this.own = config.namedExampleSplit().equals(config.testSplit());
  }

  /** Return the examples of the next row; rows must come in order. */
  List<JsonNode> next(JsonNode doc) {
    int n = config.numFewshot();
    if (n == 0) {
      return List.of();
    }
    boolean first = config.fewshotConfig().sampler().equals("first_n");
    // Of the row's own split one more is drawn, for the row itself may be among them.
    int wanted = own ? n + 1 : n;
    if (pool.size() < wanted) {
      throw tooFew(n);
    }
    List<JsonNode> drawn = first ? pool : random.sample(pool, wanted);
    List<JsonNode> others = own ? without(doc, drawn) : drawn;
    return others.size() < n ? again(doc, n) : others.subList(0, n);
  }

  /** Rows that equal the one that is asked were drawn more than once: leave all of them out. */
  private List<JsonNode> again(JsonNode doc, int n) {
    List<JsonNode> others = without(doc, pool);
    if (others.size() < n) {
      throw tooFew(n);
    }
    return random.sample(others, n);
  }

  private static List<JsonNode> without(JsonNode doc, List<JsonNode> docs) {
    return docs.stream().filter(other -> !other.equals(doc)).toList();
  }

  private static BadInput tooFew(int n) {
    return BadInput.of("fewer rows than examples are wanted")
        .key("num_fewshot")
        .value(n)
        .fix("ask for fewer examples, or name a larger fewshot_split");
  }
}
