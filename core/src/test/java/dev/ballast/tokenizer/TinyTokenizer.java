package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
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
    OptionalInt none = OptionalInt.empty();
    return new GgufVocabulary(
        GgufVocabulary.BPE,
        pre,
        tokens,
        types,
        List.of(),
        MERGES,
        new Roles(OptionalInt.of(1), OptionalInt.of(2), none, OptionalInt.of(0), none),
        new Edges(false, false, false, false));
  }

  /** The same with another kind and other edges. */
  static GgufVocabulary with(GgufVocabulary plain, String kind, Edges edges) {
    return new GgufVocabulary(
        kind,
        plain.pre(),
        plain.tokens(),
        plain.types(),
        plain.scores(),
        plain.merges(),
        plain.roles(),
        edges);
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
