package dev.ballast.tokenizer;

import static dev.ballast.tokenizer.TokenizerJson.byteLevel;
import static dev.ballast.tokenizer.TokenizerJson.digits;
import static dev.ballast.tokenizer.TokenizerJson.punctuation;
import static dev.ballast.tokenizer.TokenizerJson.split;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tokenizer.TokenizerJson.Digits;
import dev.ballast.tokenizer.TokenizerJson.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * How text is cut before byte-pair merges, by the names that GGUF files use.
 *
 * <p>The patterns are those of the models' own {@code tokenizer.json} files; {@code default} is
 * what llama.cpp does with files that name none.
 */
enum PreTokenizer {
  SMOLLM("smollm", "starcoder", "refact"),
  GPT_2("gpt-2", "phi-2"),
  OLMO("olmo", "mpt"),
  LLAMA_BPE("llama-bpe", "llama3", "llama-v3", "falcon3"),
  DBRX("dbrx", "smaug-bpe"),
  QWEN2("qwen2", "deepseek-r1-qwen", "megrez"),
  STABLELM2("stablelm2"),
  TEKKEN("tekken"),
  GPT_4O("gpt-4o", "llama4"),
  FALCON("falcon"),
  DEFAULT("default");

  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String WORDS = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
  private static final String SPACES = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*" + SPACES;
  private static final String REST_WITH_SLASH = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + SPACES;
  private static final String BEFORE = "[^\\r\\n\\p{L}\\p{N}]?";
  private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String GPT_2_WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String THREE_DIGITS = "[0-9][0-9][0-9]";
  private static final String PARTS = "pretokenizers";

  /** What a field says that changes no cut; a star is anything. */
  private static final Map<String, String> STANDARDS =
      Map.of(
          "trim_offsets", "*", "add_prefix_space", "false", "use_regex", "true", "invert", "false");

  private final List<String> names;

  PreTokenizer(String... names) {
    this.names = List.of(names);
  }

  /**
   * Find by the value of {@code tokenizer.ggml.pre}.
   *
   * @throws BadInput naming the known ones
   */
  static PreTokenizer named(String pre) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.names.contains(pre))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("unknown pre-tokenizer")
                    .key("tokenizer.ggml.pre")
                    .value(pre)
                    .fix("use one of " + known() + ", or the Hugging Face checkpoint"));
  }

  /**
   * Find the one that a {@code tokenizer.json} is cut by.
   *
   * @throws BadInput when it is none of those that GGUF has a name for
   */
  static PreTokenizer of(JsonNode tokenizer) {
    JsonNode cut = plain(tokenizer.path("pre_tokenizer"));
    boolean composed = composed(tokenizer.path("normalizer"));
    boolean ignores = tokenizer.path("model").path("ignore_merges").asBoolean(false);
    return Arrays.stream(values())
        .filter(candidate -> plain(Json.treeOf(candidate.json())).equals(cut))
        .filter(candidate -> candidate.composes() == composed)
        .filter(candidate -> candidate.ignoresMerges() == ignores)
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("a pre-tokenizer that GGUF has no name for")
                    .key("pre_tokenizer")
                    .value(cut)
                    .fix("write a Hugging Face folder"));
  }

  private static String known() {
    return Arrays.stream(values())
        .flatMap(candidate -> candidate.names.stream())
        .collect(Collectors.joining(", "));
  }

  /** Return the first of its names, which is the one that is written. */
  String ggufName() {
    return names.getFirst();
  }

  /** Give the {@code pre_tokenizer} of a {@code tokenizer.json}. */
  Map<String, Object> json() {
    return switch (this) {
      case GPT_2, OLMO -> byteLevel(Words.CUT);
      case SMOLLM -> sequence(List.of(digits(Digits.EACH), byteLevel(Words.CUT)));
      case LLAMA_BPE, DBRX -> whole(CONTRACTIONS + WORDS + "\\p{N}{1,3}" + REST);
      case QWEN2, STABLELM2 -> whole(CONTRACTIONS + WORDS + "\\p{N}" + REST);
      case TEKKEN -> whole(cased("") + "|\\p{N}" + REST_WITH_SLASH);
      case GPT_4O -> whole(cased(CONTRACTIONS + "?") + "|\\p{N}{1,3}" + REST_WITH_SLASH);
      case FALCON ->
          sequence(
              List.of(
                  punctuation(), byteLevel(Words.CUT), digits(Digits.RUNS), split(THREE_DIGITS)));
      case DEFAULT ->
          sequence(
              List.of(
                  split("[\\p{P}\\$\\+<=>\\^~\\|]+"),
                  split(GPT_2_WORDS),
                  split("\\p{N}+"),
                  split(THREE_DIGITS),
                  byteLevel(Words.KEPT)));
    };
  }

  /** Tell whether a piece that is a token as a whole skips the merges. */
  boolean ignoresMerges() {
    return this == LLAMA_BPE || this == TEKKEN;
  }

  /** Tell whether text is brought to Unicode's composed form first. */
  boolean composes() {
    return this == QWEN2 || this == OLMO;
  }

  /** Words that end in lower case, or else begin in upper case, with what may stick to them. */
  private static String cased(String ending) {
    String mixed = BEFORE + UPPER + "*" + LOWER + "+" + ending;
    return mixed + "|" + BEFORE + UPPER + "+" + LOWER + "*" + ending;
  }

  private static Map<String, Object> whole(String pattern) {
    return sequence(List.of(split(pattern), byteLevel(Words.KEPT)));
  }

  private static Map<String, Object> sequence(List<Map<String, Object>> parts) {
    return TokenizerJson.sequence(PARTS, parts);
  }

  /** Leave out what has no say in where text is cut. */
  private static JsonNode plain(JsonNode part) {
    if (part.path(PARTS).size() == 1) {
      return plain(part.path(PARTS).path(0));
    }
    if (part.isArray()) {
      return Json.treeOf(part.valueStream().map(PreTokenizer::plain).toList());
    }
    if (!part.isObject()) {
      return part;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      String standard = STANDARDS.getOrDefault(field.getKey(), "");
      if (!standard.equals("*") && !standard.equals(field.getValue().toString())) {
        kept.put(field.getKey(), plain(field.getValue()));
      }
    }
    return Json.treeOf(kept);
  }

  private static boolean composed(JsonNode normalizer) {
    JsonNode parts = normalizer.path("normalizers");
    if (normalizer.isMissingNode() || normalizer.isNull() || (parts.isArray() && parts.isEmpty())) {
      return false;
    }
    if (parts.size() == 1) {
      return composed(parts.path(0));
    }
    if (!normalizer.path("type").asString("").equals("NFC")) {
      throw BadInput.of("a normalizer that GGUF has no name for")
          .key("normalizer")
          .value(normalizer)
          .fix("write a Hugging Face folder");
    }
    return true;
  }
}
