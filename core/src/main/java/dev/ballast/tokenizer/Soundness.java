package dev.ballast.tokenizer;

import dev.ballast.json.BadInput;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Refuses a {@code tokenizer.json} that the native library takes and then panics on, which ends the
 * whole process: these it checks when they are used, if at all.
 *
 * @param vocabulary the tokens that there are
 */
record Soundness(Vocabulary vocabulary) {
  private static final String FIX = "give a tokenizer.json that the tokenizers library wrote";
  private static final Set<String> MODELS = Set.of("", "BPE", "WordPiece", "WordLevel", "Unigram");

  /** Place → the types that may stand there; one without a type is guessed, so it is refused. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "normalizer",
          Set.of(
              "BertNormalizer",
              "ByteLevel",
              "Lowercase",
              "NFC",
              "NFD",
              "NFKC",
              "NFKD",
              "Nmt",
              "Prepend",
              "Replace",
              "Sequence",
              "Strip",
              "StripAccents"),
          "pre_tokenizer",
          Set.of(
              "BertPreTokenizer",
              "ByteLevel",
              "CharDelimiterSplit",
              "Digits",
              "FixedLength",
              "Metaspace",
              "Punctuation",
              "Sequence",
              "Split",
              "UnicodeScripts",
              "Whitespace",
              "WhitespaceSplit"),
          "post_processor",
          Set.of(
              "BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing"),
          "decoder",
          Set.of(
              "BPEDecoder",
              "ByteFallback",
              "ByteLevel",
              "CTC",
              "Fuse",
              "Metaspace",
              "Replace",
              "Sequence",
              "Strip",
              "WordPiece"));

  /** Place → the key under which a sequence has its parts. */
  private static final Map<String, String> PARTS =
      Map.of(
          "normalizer", "normalizers",
          "pre_tokenizer", "pretokenizers",
          "post_processor", "processors",
          "decoder", "decoders");

  /**
   * Check the parts of a tokenizer.
   *
   * @throws BadInput naming the part and the value
   */
  void check(JsonNode tokenizer) {
    model(tokenizer.path("model"));
    for (String place : TYPES.keySet().stream().sorted().toList()) {
      part(place, tokenizer.path(place));
    }
  }

  private static void model(JsonNode model) {
    require(MODELS.contains(type(model)), "model.type", model.path("type"));
    String prefix = model.path("continuing_subword_prefix").asString("");
    boolean merged = !model.path("merges").isMissingNode();
    if (prefix.isEmpty() || !merged) {
      return;
    }
    String key = "model.continuing_subword_prefix";
    require(prefix.chars().allMatch(c -> c < 128), key, prefix);
    for (JsonNode merge : model.path("merges")) {
      String text = merge.asString("");
      String older = text.substring(text.indexOf(' ') + 1);
      String right = merge.isArray() ? merge.path(1).asString("") : older;
      require(right.startsWith(prefix), key, merge);
    }
  }

  private void part(String place, JsonNode part) {
    if (part.isMissingNode() || part.isNull()) {
      return;
    }
    String type = type(part);
    require(TYPES.getOrDefault(place, Set.of()).contains(type), place + ".type", part.path("type"));
    switch (type) {
      case "Sequence" -> part.path(PARTS.getOrDefault(place, "")).forEach(one -> part(place, one));
      case "FixedLength" ->
          require(part.path("length").asLong(0) > 0, place + ".length", part.path("length"));
      case "Strip" -> {
        // A decoder that cuts at the end reads before the start of a shorter token.
        boolean cuts = place.equals("decoder") && part.path("stop").asLong(1) != 0;
        require(!cuts, place + ".stop", part.path("stop"));
      }
      case "Split", "Replace" -> regex(place, part.path("pattern").path("Regex"));
      case "TemplateProcessing" -> template(place, part);
      case "BertProcessing", "RobertaProcessing" -> {
        id(place + ".sep", part.path("sep").path(1));
        id(place + ".cls", part.path("cls").path(1));
      }
      default -> {
        // The others stop at nothing.
      }
    }
  }

  private static void regex(String place, JsonNode pattern) {
    if (pattern.isString() && !RegexCost.bounded(pattern.stringValue())) {
      throw BadInput.of("a pattern that can take for ever on some texts")
          .key(place + ".pattern")
          .value(pattern)
          .fix("write it without repeated choices, repetitions in repetitions and references");
    }
  }

  /** What is added around one text: tokens that are described, and the text itself. */
  private void template(String place, JsonNode part) {
    JsonNode specials = part.path("special_tokens");
    for (JsonNode item : part.path("single")) {
      boolean known =
          item.has("SpecialToken")
              ? specials.has(item.path("SpecialToken").path("id").asString(""))
              : item.path("Sequence").path("id").asString("").equals("A");
      require(known, place + ".single", item);
    }
    for (JsonNode special : specials) {
      for (JsonNode one : special.path("ids")) {
        id(place + ".special_tokens", one);
      }
    }
  }

  private void id(String key, JsonNode id) {
    int value = id.asInt(-1);
    require(value >= 0 && value < vocabulary.tokens().size(), key, id);
  }

  private static String type(JsonNode part) {
    return part.path("type").asString("");
  }

  private static void require(boolean sound, String key, Object value) {
    if (!sound) {
      throw BadInput.of("not a usable tokenizer: a part that cannot work, or is not known")
          .key(key)
          .value(value)
          .fix(FIX);
    }
  }
}
