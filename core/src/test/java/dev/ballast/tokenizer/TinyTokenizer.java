package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** A byte-level BPE of 256 bytes, a few merges and four special tokens, made by hand. */
final class TinyTokenizer {
  static final int SPECIALS = 4;
  static final List<String> MERGES = List.of("h e", "l l", "he ll", "hell o", "Ġ w", "1 2", "Ċ Ċ");

  private TinyTokenizer() {}

  static Tokenizer open() {
    return Tokenizer.of(vocabulary("smollm"));
  }

  static GgufVocabulary vocabulary(String pre) {
    List<String> tokens =
        new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|user|>"));
    for (int b = 0; b < 256; b++) {
      tokens.add(Character.toString(letter(b)));
    }
    MERGES.forEach(merge -> tokens.add(merge.replace(" ", "")));
    List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
    Collections.fill(types.subList(0, SPECIALS), 3);
    return new GgufVocabulary(
        tokens,
        types,
        MERGES,
        "gpt2",
        pre,
        OptionalInt.of(1),
        OptionalInt.of(2),
        OptionalInt.of(0),
        false);
  }

  /** GPT-2's letter for a byte: itself where printable, else the next free one from U+0100. */
  static int letter(int wanted) {
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
      int letter = printable ? b : next++;
      if (b == wanted) {
        return letter;
      }
    }
    throw new IllegalArgumentException("not a byte: " + wanted);
  }
}
