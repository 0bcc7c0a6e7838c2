package dev.ballast.tokenizer;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How text is cut before byte-pair merges, by the name that GGUF files use.
 *
 * <p>The patterns are those of the models' own {@code tokenizer.json} files.
 */
enum PreTokenizer {
  SMOLLM,
  GPT_2,
  LLAMA_BPE,
  QWEN2;

  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String WORDS = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
  private static final String REST =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** Find by the value of {@code tokenizer.ggml.pre}. */
  static PreTokenizer named(String pre) {
    for (PreTokenizer candidate : values()) {
      if (candidate.ggufName().equals(pre)) {
        return candidate;
      }
    }
    throw BadInput.of("unknown pre-tokenizer")
        .key("tokenizer.ggml.pre")
        .value(pre)
        .fix("use one of smollm, gpt-2, llama-bpe, qwen2, or the Hugging Face checkpoint");
  }

  String ggufName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Give the {@code pre_tokenizer} of a {@code tokenizer.json}. */
  Map<String, Object> json() {
    return switch (this) {
      case GPT_2 -> byteLevel(Map.of("use_regex", true));
      case SMOLLM ->
          sequence(
              Map.of("type", "Digits", "individual_digits", true),
              byteLevel(Map.of("use_regex", true)));
      case LLAMA_BPE -> split(CONTRACTIONS + WORDS + "\\p{N}{1,3}" + REST);
      case QWEN2 -> split(CONTRACTIONS + WORDS + "\\p{N}" + REST);
    };
  }

  /** Tell whether a piece that is a token as a whole skips the merges. */
  boolean ignoresMerges() {
    return this == LLAMA_BPE;
  }

  /** Tell whether text is brought to Unicode's composed form first. */
  boolean composes() {
    return this == QWEN2;
  }

  static Map<String, Object> byteLevel(Map<String, Object> more) {
    Map<String, Object> all = new java.util.TreeMap<>(more);
    all.put("type", "ByteLevel");
    all.put("add_prefix_space", false);
    all.put("trim_offsets", true);
    return all;
  }

  private static Map<String, Object> split(String pattern) {
    return sequence(
        Map.of(
            "type",
            "Split",
            "pattern",
            Map.of("Regex", pattern),
            "behavior",
            "Isolated",
            "invert",
            false),
        byteLevel(Map.of("use_regex", false)));
  }

  private static Map<String, Object> sequence(Map<String, Object> first, Map<String, Object> then) {
    return Map.of("type", "Sequence", "pretokenizers", List.of(first, then));
  }
}
