package dev.ballast.tokenizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a {@code tokenizer.json} of the tokenizers library. */
final class TokenizerJson {
  /** Whether a byte-level part cuts at words, as GPT-2 does, before it spells bytes. */
  enum Words {
    CUT,
    KEPT
  }

  /** Which digits part from each other. */
  enum Digits {
    EACH,
    RUNS
  }

  private TokenizerJson() {}

  static Map<String, Object> byteLevel(Words words) {
    Map<String, Object> part = part("ByteLevel");
    part.put("add_prefix_space", false);
    part.put("trim_offsets", true);
    part.put("use_regex", words == Words.CUT);
    return part;
  }

  static Map<String, Object> digits(Digits digits) {
    Map<String, Object> part = part("Digits");
    part.put("individual_digits", digits == Digits.EACH);
    return part;
  }

  /** Part runs of punctuation from the rest. */
  static Map<String, Object> punctuation() {
    Map<String, Object> part = part("Punctuation");
    part.put("behavior", "Contiguous");
    return part;
  }

  /** Part what matches from the rest. */
  static Map<String, Object> split(String regex) {
    Map<String, Object> part = part("Split");
    part.put("pattern", Map.of("Regex", regex));
    part.put("behavior", "Isolated");
    part.put("invert", false);
    return part;
  }

  static Map<String, Object> replace(String from, String to) {
    Map<String, Object> part = part("Replace");
    part.put("pattern", Map.of("String", from));
    part.put("content", to);
    return part;
  }

  static Map<String, Object> prepend(String text) {
    Map<String, Object> part = part("Prepend");
    part.put("prepend", text);
    return part;
  }

  /** Take one character away from the start. */
  static Map<String, Object> strip(String character) {
    Map<String, Object> part = part("Strip");
    part.put("content", character);
    part.put("start", 1);
    part.put("stop", 0);
    return part;
  }

  /**
   * Apply parts one after the other.
   *
   * @param name of their list, such as {@code pretokenizers}
   */
  static Map<String, Object> sequence(String name, List<Map<String, Object>> parts) {
    Map<String, Object> sequence = part("Sequence");
    sequence.put(name, parts);
    return sequence;
  }

  static Map<String, Object> part(String type) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", type);
    return part;
  }
}
