package dev.ballast.checkpoint;

import java.util.List;
import java.util.OptionalInt;

/**
 * A vocabulary as GGUF metadata holds it.
 *
 * @param kind {@code tokenizer.ggml.model}: {@code gpt2} (byte-level BPE by merges) or {@code
 *     llama} (SentencePiece by scores)
 * @param pre {@code tokenizer.ggml.pre}, such as {@code smollm}; of {@code gpt2} only
 * @param tokens the token of each id
 * @param types llama.cpp's type of each id, see the constants
 * @param scores of each id, of {@code llama} only: the pair of neighbours with the highest joins
 *     first
 * @param merges byte-pair merges, {@code "left right"}, best first, of {@code gpt2} only
 * @param roles ids that have a role
 * @param edges what is added around a text
 */
public record GgufVocabulary(
    String kind,
    String pre,
    List<String> tokens,
    List<Integer> types,
    List<Float> scores,
    List<String> merges,
    Roles roles,
    Edges edges) {
  public static final int NORMAL = 1;
  public static final int UNKNOWN = 2;
  public static final int CONTROL = 3;
  public static final int USER_DEFINED = 4;
  public static final int UNUSED = 5;
  public static final int BYTE = 6;

  /** Tokens that end a turn, as llama.cpp finds them by their text where no key names one. */
  public static final List<String> TURN_ENDS =
      List.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>");

  /** Byte-level BPE. */
  public static final String BPE = "gpt2";

  /** SentencePiece. */
  public static final String SENTENCEPIECE = "llama";

  public GgufVocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
    scores = List.copyOf(scores);
    merges = List.copyOf(merges);
  }

  /**
   * Ids that have a role.
   *
   * @param eot ends a turn, where another token than {@code eos} does
   */
  public record Roles(
      OptionalInt bos, OptionalInt eos, OptionalInt eot, OptionalInt pad, OptionalInt unk) {}

  /**
   * What is added around a text.
   *
   * @param bos whether it begins with the token of that role
   * @param eos whether it ends with the token of that role
   * @param space whether a space precedes it, and whatever follows a special token
   * @param strips whether a special token takes the spaces after it, as Phi-3's do
   */
  public record Edges(boolean bos, boolean eos, boolean space, boolean strips) {}

  /** Tell whether an id only fills a place up to the size of the embedding. */
  public boolean filler(int id) {
    return types.get(id) == UNUSED && tokens.get(id).equals(filling(id));
  }

  /** Name a token that fills a place, as llama.cpp's converter does. */
  public static String filling(int id) {
    return "[PAD" + id + "]";
  }
}
