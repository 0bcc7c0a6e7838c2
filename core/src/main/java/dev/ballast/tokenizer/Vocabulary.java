package dev.ballast.tokenizer;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of a {@code tokenizer.json}, added ones included.
 *
 * @param tokens the token of each id; empty where an id is not used
 * @param ids the id of each token
 * @param special ids of special tokens
 */
record Vocabulary(List<String> tokens, Map<String, Integer> ids, Set<Integer> special) {
  /** More than any model has: a single large id would take the memory of all below it. */
  static final int MOST = 1 << 22;

  static Vocabulary of(JsonNode tokenizer) {
    Map<String, Integer> ids = new HashMap<>();
    Set<Integer> special = new TreeSet<>();
    readModel(tokenizer.path("model").path("vocab"), ids);
    for (JsonNode added : tokenizer.path("added_tokens")) {
      int id = added.path("id").asInt(-1);
      ids.put(added.path("content").asString(""), id);
      if (added.path("special").asBoolean(false)) {
        special.add(id);
      }
    }
    if (ids.isEmpty()) {
      throw noTokens();
    }
    return new Vocabulary(inOrder(ids), Map.copyOf(ids), Set.copyOf(special));
  }

  private static void readModel(JsonNode vocabulary, Map<String, Integer> ids) {
    if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
        ids.put(entry.getKey(), entry.getValue().asInt(-1));
      }
    } else if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.put(vocabulary.path(id).path(0).asString(""), id);
      }
    } else {
      throw noTokens();
    }
  }

  private static BadInput noTokens() {
    return BadInput.of("a tokenizer without a vocabulary")
        .key("model.vocab")
        .fix("give a tokenizer.json of the tokenizers library");
  }

  private static List<String> inOrder(Map<String, Integer> ids) {
    ids.forEach(
        (token, id) -> {
          if (id < 0 || id >= MOST) {
            throw BadInput.of("a token without an id from 0 to " + (MOST - 1))
                .key("model.vocab")
                .value(token)
                .fix("give a tokenizer.json of the tokenizers library");
          }
        });
    int size = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
    List<String> tokens = new ArrayList<>(Collections.nCopies(size, ""));
    ids.forEach((token, id) -> tokens.set(id, token));
    return List.copyOf(tokens);
  }
}
