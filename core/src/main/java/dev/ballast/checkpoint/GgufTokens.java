package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a GGUF file says about its tokenizer. */
record GgufTokens(GgufMetadata metadata) {
  static final String NAME = "general.name";
  static final String TEMPLATE = "tokenizer.chat_template";
  static final String MODEL = "tokenizer.ggml.model";
  static final String PRE = "tokenizer.ggml.pre";
  static final String TOKENS = "tokenizer.ggml.tokens";
  static final String TYPES = "tokenizer.ggml.token_type";
  static final String SCORES = "tokenizer.ggml.scores";
  static final String MERGES = "tokenizer.ggml.merges";
  static final String BOS = "tokenizer.ggml.bos_token_id";
  static final String EOS = "tokenizer.ggml.eos_token_id";
  static final String EOT = "tokenizer.ggml.eot_token_id";
  static final String PAD = "tokenizer.ggml.padding_token_id";
  static final String UNK = "tokenizer.ggml.unknown_token_id";
  static final String ADD_BOS = "tokenizer.ggml.add_bos_token";
  static final String ADD_EOS = "tokenizer.ggml.add_eos_token";
  static final String ADD_SPACE = "tokenizer.ggml.add_space_prefix";

  /** Pre-tokenizers with which texts begin with bos unless a key says otherwise. */
  private static final Set<String> BEGIN =
      Set.of("llama-bpe", "llama3", "llama-v3", "falcon3", "tekken");

  Optional<GgufVocabulary> vocabulary() {
    List<String> tokens = metadata.texts(TOKENS);
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    String kind = metadata.text(MODEL).orElse("none");
    String pre = metadata.text(PRE).orElse("default");
    List<Integer> types = types(tokens.size());
    return Optional.of(
        new GgufVocabulary(
            kind,
            pre,
            tokens,
            types,
            scores(tokens.size()),
            metadata.texts(MERGES),
            roles(tokens, types),
            edges(kind, pre)));
  }

  /** Return HF's names of special ids, in a fixed order. */
  Map<String, Object> ids() {
    Map<String, Object> ids = new LinkedHashMap<>();
    metadata.integer(BOS).ifPresent(id -> ids.put("bos_token_id", id));
    metadata.integer(EOS).ifPresent(id -> ids.put("eos_token_id", ends(id)));
    metadata.integer(PAD).ifPresent(id -> ids.put("pad_token_id", id));
    return ids;
  }

  private Object ends(int eos) {
    List<String> tokens = metadata.texts(TOKENS);
    if (eos >= tokens.size()) {
      return eos;
    }
    OptionalInt eot = turnEnd(OptionalInt.of(eos), tokens, types(tokens.size()));
    return eot.isPresent() ? List.of(eos, eot.getAsInt()) : eos;
  }

  Optional<JsonNode> generationConfig() {
    Map<String, Object> ids = ids();
    return ids.isEmpty() ? Optional.empty() : Optional.of(Json.treeOf(ids));
  }

  Optional<JsonNode> tokenizerConfig() {
    return vocabulary().map(this::tokenizerConfig);
  }

  private JsonNode tokenizerConfig(GgufVocabulary vocabulary) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("add_bos_token", vocabulary.edges().bos());
    config.put("add_eos_token", vocabulary.edges().eos());
    config.put("clean_up_tokenization_spaces", false);
    List<String> tokens = vocabulary.tokens();
    Roles roles = vocabulary.roles();
    roles.bos().ifPresent(id -> config.put("bos_token", tokens.get(id)));
    roles.eos().ifPresent(id -> config.put("eos_token", tokens.get(id)));
    roles.pad().ifPresent(id -> config.put("pad_token", tokens.get(id)));
    roles.unk().ifPresent(id -> config.put("unk_token", tokens.get(id)));
    String architecture = metadata.text(GgufArchitecture.KEY).orElse("");
    metadata
        .integer(architecture + ".context_length")
        .ifPresent(length -> config.put("model_max_length", length));
    return Json.treeOf(config);
  }

  private Roles roles(List<String> tokens, List<Integer> types) {
    OptionalInt eos = id(EOS, tokens.size());
    return new Roles(
        id(BOS, tokens.size()),
        eos,
        turnEnd(eos, tokens, types),
        id(PAD, tokens.size()),
        id(UNK, tokens.size()));
  }

  private OptionalInt turnEnd(OptionalInt eos, List<String> tokens, List<Integer> types) {
    OptionalInt told = id(EOT, tokens.size());
    if (told.isPresent()) {
      return told.equals(eos) ? OptionalInt.empty() : told;
    }
    if (eos.isEmpty() || GgufVocabulary.TURN_ENDS.contains(tokens.get(eos.getAsInt()))) {
      return OptionalInt.empty();
    }
    return GgufVocabulary.TURN_ENDS.stream()
        .mapToInt(tokens::indexOf)
        .filter(id -> id >= 0 && types.get(id) == GgufVocabulary.CONTROL)
        .findFirst();
  }

  private Edges edges(String kind, String pre) {
    boolean pieces = kind.equals(GgufVocabulary.SENTENCEPIECE);
    return new Edges(
        metadata.flag(ADD_BOS).orElse(pieces || BEGIN.contains(pre)),
        metadata.flag(ADD_EOS).orElse(false),
        metadata.flag(ADD_SPACE).orElse(pieces),
        strips(pieces));
  }

  /** llama.cpp goes by the name of the model; that of a Phi-3 with pieces may be any. */
  private boolean strips(boolean pieces) {
    String architecture = metadata.text(GgufArchitecture.KEY).orElse("");
    return architecture.equals(GgufArchitecture.PHI3.gguf())
        && (pieces || GgufTokenPairs.strips(metadata.text(NAME).orElse("")));
  }

  private List<Integer> types(int count) {
    List<Integer> types = metadata.integers(TYPES);
    if (types.isEmpty()) {
      return Collections.nCopies(count, GgufVocabulary.NORMAL);
    }
    return counted(TYPES, types, count);
  }

  private List<Float> scores(int count) {
    List<Float> scores = metadata.floats(SCORES);
    return scores.isEmpty() ? scores : counted(SCORES, scores, count);
  }

  private <T> List<T> counted(String key, List<T> values, int count) {
    if (values.size() != count) {
      throw BadInput.of("as many values as tokens are needed: " + count)
          .file(metadata.file())
          .key(key)
          .value(values.size())
          .fix(Bad.AGAIN);
    }
    return values;
  }

  private OptionalInt id(String key, int count) {
    Optional<Integer> id = metadata.integer(key);
    if (id.isPresent() && id.get() >= count) {
      throw BadInput.of("no such token: the vocabulary has " + count)
          .file(metadata.file())
          .key(key)
          .value(id.get())
          .fix(Bad.AGAIN);
    }
    return id.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
