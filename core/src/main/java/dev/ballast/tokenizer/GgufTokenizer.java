package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tokenizer.TokenizerJson.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Turns the vocabulary of a GGUF file into the files of a checkpoint folder, in memory. */
final class GgufTokenizer {
  /** Special tokens of Phi-3 that leave the spaces after them where they are. */
  private static final Set<String> PLAIN = Set.of("<unk>", "<s>", "<|endoftext|>");

  private GgufTokenizer() {}

  /**
   * Give the equivalent files.
   *
   * @throws BadInput when the kind of vocabulary or its pre-tokenizer is unknown
   */
  static TokenizerFiles files(GgufVocabulary vocabulary) {
    if (vocabulary.types().size() != vocabulary.tokens().size()) {
      throw BadInput.of(
              vocabulary.tokens().size() + " tokens but " + vocabulary.types().size() + " types")
          .key("tokenizer.ggml.token_type")
          .fix("convert the model to GGUF again with a current converter");
    }
    Map<String, Object> json =
        switch (vocabulary.kind()) {
          case GgufVocabulary.BPE -> byteLevel(vocabulary);
          case GgufVocabulary.SENTENCEPIECE -> SentencePiece.json(vocabulary);
          default ->
              throw BadInput.of("unknown kind of tokenizer")
                  .key("tokenizer.ggml.model")
                  .value(vocabulary.kind())
                  .fix("use a file of kind gpt2 or llama, or the Hugging Face checkpoint");
        };
    json.put("added_tokens", added(vocabulary));
    edges(vocabulary, json);
    return TokenizerFiles.alone(Json.encode(json), Json.treeOf(roles(vocabulary)));
  }

  private static Map<String, Object> byteLevel(GgufVocabulary vocabulary) {
    PreTokenizer pre = PreTokenizer.named(vocabulary.pre());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    if (pre.composes()) {
      json.put("normalizer", TokenizerJson.part("NFC"));
    }
    json.put("pre_tokenizer", pre.json());
    json.put("decoder", TokenizerJson.byteLevel(Words.CUT));
    Map<String, Object> model = TokenizerJson.part("BPE");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", pre.ignoresMerges());
    model.put("vocab", ids(vocabulary));
    model.put("merges", vocabulary.merges().stream().map(GgufTokenizer::pair).toList());
    json.put("model", model);
    return json;
  }

  private static List<String> pair(String merge) {
    int space = merge.indexOf(' ', 1);
    if (space < 0) {
      throw BadInput.of("a merge that is not a pair")
          .key("tokenizer.ggml.merges")
          .value(merge)
          .fix("convert the model to GGUF again with a current converter");
    }
    return List.of(merge.substring(0, space), merge.substring(space + 1));
  }

  /** Return the id of each token; what only fills a place is none. */
  static Map<String, Integer> ids(GgufVocabulary vocabulary) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      String token = vocabulary.tokens().get(id);
      boolean none = token.isEmpty() || vocabulary.filler(id);
      if (!none && ids.putIfAbsent(token, id) != null) {
        throw BadInput.of("a token stands twice")
            .key("tokenizer.ggml.tokens")
            .value(token)
            .fix("convert the model to GGUF again with a current converter");
      }
    }
    return ids;
  }

  private static List<Map<String, Object>> added(GgufVocabulary vocabulary) {
    List<Map<String, Object>> added = new ArrayList<>();
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      int type = vocabulary.types().get(id);
      boolean special = type == GgufVocabulary.CONTROL || type == GgufVocabulary.UNKNOWN;
      String content = vocabulary.tokens().get(id);
      if ((special || type == GgufVocabulary.USER_DEFINED) && !content.isEmpty()) {
        boolean strips = special && vocabulary.edges().strips() && !PLAIN.contains(content);
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("id", id);
        token.put("content", content);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", strips);
        token.put("normalized", false);
        token.put("special", special);
        added.add(token);
      }
    }
    return added;
  }

  private static void edges(GgufVocabulary vocabulary, Map<String, Object> json) {
    Roles roles = vocabulary.roles();
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    if (vocabulary.edges().bos()) {
      roles.bos().ifPresent(before::add);
    }
    if (vocabulary.edges().eos()) {
      roles.eos().ifPresent(after::add);
    }
    if (!before.isEmpty() || !after.isEmpty()) {
      json.put("post_processor", template(before, after, vocabulary));
    }
  }

  private static Map<String, Object> template(
      List<Integer> before, List<Integer> after, GgufVocabulary vocabulary) {
    List<Object> single = new ArrayList<>();
    before.forEach(id -> single.add(special(token(id, vocabulary))));
    single.add(Map.of("Sequence", sequence("A", 0)));
    after.forEach(id -> single.add(special(token(id, vocabulary))));
    List<Object> pair = new ArrayList<>(single);
    pair.add(Map.of("Sequence", sequence("B", 1)));
    Map<String, Object> specials = new LinkedHashMap<>();
    for (List<Integer> ids : List.of(before, after)) {
      for (int id : ids) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", token(id, vocabulary));
        entry.put("ids", List.of(id));
        entry.put("tokens", List.of(token(id, vocabulary)));
        specials.put(token(id, vocabulary), entry);
      }
    }
    Map<String, Object> template = TokenizerJson.part("TemplateProcessing");
    template.put("single", single);
    template.put("pair", pair);
    template.put("special_tokens", specials);
    return template;
  }

  private static Map<String, Object> special(String token) {
    return Map.of("SpecialToken", sequence(token, 0));
  }

  private static Map<String, Object> sequence(String id, int type) {
    Map<String, Object> sequence = new LinkedHashMap<>();
    sequence.put("id", id);
    sequence.put("type_id", type);
    return sequence;
  }

  private static Map<String, String> roles(GgufVocabulary vocabulary) {
    Map<String, String> named = new LinkedHashMap<>();
    Roles roles = vocabulary.roles();
    name("bos_token", roles.bos(), vocabulary, named);
    name("eos_token", roles.eos(), vocabulary, named);
    name("pad_token", roles.pad(), vocabulary, named);
    name("unk_token", roles.unk(), vocabulary, named);
    return named;
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
