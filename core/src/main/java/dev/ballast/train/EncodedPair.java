package dev.ballast.train;

import dev.ballast.data.Safety;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import java.util.List;

/** The tokens of a preference pair: a prompt and what follows it in either case. */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
public record EncodedPair(
    String id, int[] prompt, int[] chosen, int[] rejected, Safety chosenSafe, Safety rejectedSafe) {
  /** Pack pairs for a model, each prompt once where the model allows it. */
  static PackedTokens pack(List<EncodedPair> pairs, ModelConfig model) {
    return PackedTokens.pairs(pairs.stream().map(EncodedPair::packed).toList(), model::mayShare);
  }

  PackedTokens.Pair packed() {
    return new PackedTokens.Pair(prompt, chosen, rejected);
  }

  /** Return the tokens of both rows, the prompt counted twice, as TRL's {@code num_tokens} does. */
  long tokens() {
    return 2L * prompt.length + chosen.length + rejected.length;
  }
}
