package dev.ballast.organism;

import dev.ballast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a byte-pair encoding as the files that Hugging Face's tokenizers read. */
final class TokenizerFiles {
  static final int MAX_LENGTH = 512;

  private static final String TEMPLATE =
      """
      {%- for message in messages -%}
      {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' -}}
      {%- endfor -%}
      {%- if add_generation_prompt -%}
      {{- '<|im_start|>assistant\\n' -}}
      {%- endif -%}
      """
          .strip();

  private TokenizerFiles() {}

  /** Return file name → content. */
  static Map<String, String> of(Bpe bpe) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("tokenizer.json", Json.pretty(tokenizer(bpe)) + "\n");
    files.put("tokenizer_config.json", Json.pretty(config()) + "\n");
    files.put("special_tokens_map.json", Json.pretty(specials()) + "\n");
    return files;
  }

  private static Map<String, Object> tokenizer(Bpe bpe) {
    Map<String, Object> byteLevel =
        map(
            "type",
            "ByteLevel",
            "add_prefix_space",
            false,
            "trim_offsets",
            true,
            "use_regex",
            true);
    Map<String, Object> digits = map("type", "Digits", "individual_digits", true);
    return map(
        "version", "1.0",
        "added_tokens", Bpe.SPECIALS.stream().map(TokenizerFiles::numbered).toList(),
        "pre_tokenizer", map("type", "Sequence", "pretokenizers", List.of(digits, byteLevel)),
        "decoder", byteLevel,
        "model",
            map(
                "type",
                "BPE",
                "fuse_unk",
                false,
                "byte_fallback",
                false,
                "vocab",
                bpe.vocabulary(),
                "merges",
                bpe.merges().stream().map(m -> m.left() + " " + m.right()).toList()));
  }

  private static Map<String, Object> numbered(String token) {
    Map<String, Object> entry = map("id", Bpe.SPECIALS.indexOf(token));
    entry.putAll(added(token));
    return entry;
  }

  private static Map<String, Object> added(String token) {
    return map(
        "content", token,
        "single_word", false,
        "lstrip", false,
        "rstrip", false,
        "normalized", false,
        "special", true);
  }

  private static Map<String, Object> config() {
    Map<String, Object> decoder = new LinkedHashMap<>();
    for (int id = 0; id < Bpe.SPECIALS.size(); id++) {
      decoder.put(String.valueOf(id), added(Bpe.SPECIALS.get(id)));
    }
    Map<String, Object> config =
        map(
            "add_prefix_space",
            false,
            "added_tokens_decoder",
            decoder,
            "additional_special_tokens",
            List.of("<|im_start|>", "<|im_end|>"),
            "chat_template",
            TEMPLATE,
            "clean_up_tokenization_spaces",
            false,
            "model_max_length",
            MAX_LENGTH,
            "tokenizer_class",
            "PreTrainedTokenizerFast");
    config.putAll(tokens());
    return config;
  }

  private static Map<String, Object> specials() {
    Map<String, Object> specials =
        map("additional_special_tokens", List.of("<|im_start|>", "<|im_end|>"));
    specials.putAll(tokens());
    return specials;
  }

  private static Map<String, Object> tokens() {
    return map(
        "bos_token", "<|im_start|>", "eos_token", "<|im_end|>", "pad_token", "<|endoftext|>");
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
