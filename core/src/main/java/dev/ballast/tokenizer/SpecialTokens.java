package dev.ballast.tokenizer;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The special tokens that have a role.
 *
 * @param named token by its role: {@code bos_token}, {@code eos_token}, {@code pad_token}, {@code
 *     unk_token}
 * @param end ids that end a generation, the tokenizer's own first
 */
record SpecialTokens(Map<String, String> named, Set<Integer> end) {
  static final List<String> ROLES = List.of("bos_token", "eos_token", "pad_token", "unk_token");

  static SpecialTokens of(TokenizerFiles files, Vocabulary vocabulary) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String role : ROLES) {
      String token = text(files.tokenizerConfig().path(role));
      token = token.isEmpty() ? text(files.specialTokensMap().path(role)) : token;
      if (!token.isEmpty()) {
        require(role, token, vocabulary);
        named.put(role, token);
      }
    }
    return new SpecialTokens(Map.copyOf(named), end(files, named, vocabulary));
  }

  private static Set<Integer> end(
      TokenizerFiles files, Map<String, String> named, Vocabulary vocabulary) {
    Set<Integer> end = new LinkedHashSet<>();
    if (named.containsKey("eos_token")) {
      end.add(vocabulary.ids().get(named.get("eos_token")));
    }
    JsonNode generation = files.generationConfig().path("eos_token_id");
    addIds(generation.isMissingNode() ? files.config().path("eos_token_id") : generation, end);
    for (int id : end) {
      if (id < 0 || id >= vocabulary.tokens().size()) {
        throw BadInput.of("the end token is not in the vocabulary").key("eos_token_id").value(id);
      }
    }
    return end;
  }

  private static void addIds(JsonNode node, Set<Integer> ids) {
    if (node.isIntegralNumber()) {
      // What no int holds is no token, and told as one that the vocabulary lacks.
      ids.add(node.canConvertToInt() ? node.intValue() : -1);
    }
    for (JsonNode one : node) {
      addIds(one, ids);
    }
  }

  /** A token stands as text, or as an object with its text as {@code content}. */
  private static String text(JsonNode node) {
    return node.isObject() ? text(node.path("content")) : node.isString() ? node.asString() : "";
  }

  private static void require(String role, String token, Vocabulary vocabulary) {
    if (!vocabulary.ids().containsKey(token)) {
      throw BadInput.of("the tokenizer lacks its own special token")
          .key(role)
          .value(token)
          .fix("add it to added_tokens of tokenizer.json");
    }
  }
}
