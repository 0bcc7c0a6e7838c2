package dev.ballast.checkpoint;

import java.util.List;
import java.util.OptionalInt;

/**
 * A vocabulary as GGUF metadata holds it.
 *
 * @param tokens the token of each id
 * @param tokenTypes llama.cpp's type of each id (1 normal, 2 unknown, 3 control, 4 user defined, 5
 *     unused, 6 byte)
 * @param merges byte-pair merges, {@code "left right"}, best first
 * @param model {@code tokenizer.ggml.model}, such as {@code gpt2}
 * @param pre {@code tokenizer.ggml.pre}, such as {@code smollm}
 */
public record GgufVocabulary(
    List<String> tokens,
    List<Integer> tokenTypes,
    List<String> merges,
    String model,
    String pre,
    OptionalInt bos,
    OptionalInt eos,
    OptionalInt pad,
    boolean addBos) {
  public GgufVocabulary {
    tokens = List.copyOf(tokens);
    tokenTypes = List.copyOf(tokenTypes);
    merges = List.copyOf(merges);
  }
}
