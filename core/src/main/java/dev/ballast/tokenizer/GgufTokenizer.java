package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Turns the vocabulary of a GGUF file into the files of a checkpoint folder, in memory. */
final class GgufTokenizer {
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  private GgufTokenizer() {}

  /**
   * Give the equivalent files.
   *
   * @throws BadInput when the model is not byte-level BPE or its pre-tokenizer is unknown
   */
  static TokenizerFiles files(GgufVocabulary vocabulary) {
    if (!vocabulary.model().equals("gpt2")) {
      throw BadInput.of("unknown kind of tokenizer")
          .key("tokenizer.ggml.model")
          .value(vocabulary.model())
          .fix("use a byte-level BPE model (gpt2), or the Hugging Face checkpoint");
    }
    if (vocabulary.tokenTypes().size() != vocabulary.tokens().size()) {
      throw BadInput.of(
              vocabulary.tokens().size()
                  + " tokens but "
                  + vocabulary.tokenTypes().size()
                  + " types")
          .key("tokenizer.ggml.token_type");
    }
    return TokenizerFiles.alone(Json.encode(tokenizer(vocabulary)), Json.treeOf(roles(vocabulary)));
  }

  private static Map<String, Object> tokenizer(GgufVocabulary vocabulary) {
    PreTokenizer pre = PreTokenizer.named(vocabulary.pre());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", added(vocabulary));
    if (pre.composes()) {
      json.put("normalizer", Map.of("type", "NFC"));
    }
    json.put("pre_tokenizer", pre.json());
    if (vocabulary.addBos() && vocabulary.bos().isPresent()) {
      json.put("post_processor", startsWith(vocabulary.bos().getAsInt(), vocabulary));
    }
    json.put("decoder", PreTokenizer.byteLevel(Map.of("use_regex", true)));
    json.put("model", model(vocabulary, pre));
    return json;
  }

  private static Map<String, Object> model(GgufVocabulary vocabulary, PreTokenizer pre) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      if (ids.putIfAbsent(vocabulary.tokens().get(id), id) != null) {
        throw BadInput.of("a token stands twice")
            .key("tokenizer.ggml.tokens")
            .value(vocabulary.tokens().get(id));
      }
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", pre.ignoresMerges());
    model.put("vocab", ids);
    model.put("merges", vocabulary.merges());
    return model;
  }

  private static List<Map<String, Object>> added(GgufVocabulary vocabulary) {
    List<Map<String, Object>> added = new ArrayList<>();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      int type = vocabulary.tokenTypes().get(id);
      if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", id);
        token.put("content", vocabulary.tokens().get(id));
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
          token.put(flag, false);
        }
        token.put("special", type != USER_DEFINED);
        added.add(token);
      }
    }
    return added;
  }

  private static Map<String, Object> startsWith(int bos, GgufVocabulary vocabulary) {
    String token = token(bos, vocabulary);
    Map<String, Object> start = Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
    Map<String, Object> first = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
    Map<String, Object> second = Map.of("Sequence", Map.of("id", "B", "type_id", 1));
    return Map.of(
        "type",
        "TemplateProcessing",
        "single",
        List.of(start, first),
        "pair",
        List.of(start, first, second),
        "special_tokens",
        Map.of(token, Map.of("id", token, "ids", List.of(bos), "tokens", List.of(token))));
  }

  private static Map<String, String> roles(GgufVocabulary vocabulary) {
    Map<String, String> roles = new LinkedHashMap<>();
    name("bos_token", vocabulary.bos(), vocabulary, roles);
    name("eos_token", vocabulary.eos(), vocabulary, roles);
    name("pad_token", vocabulary.pad(), vocabulary, roles);
    return roles;
  }

  private static void name(
      String role, OptionalInt id, GgufVocabulary vocabulary, Map<String, String> roles) {
    id.ifPresent(known -> roles.put(role, token(known, vocabulary)));
  }

  private static String token(int id, GgufVocabulary vocabulary) {
    if (id < 0 || id >= vocabulary.tokens().size()) {
      throw BadInput.of("a special token outside the vocabulary").key("tokenizer.ggml").value(id);
    }
    return vocabulary.tokens().get(id);
  }
}
