package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.model.Decoder;
import dev.ballast.model.TinyLlama;
import dev.ballast.model.TokenScores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikelihoodsTest {
  /** Three questions of 5 tokens with 14 words each, one token a word; a pass holds 20 tokens. */
  @Test
  void wordsOfOneTokenCostTheirQuestionOnce() {
    List<ScoredText> rows = new ArrayList<>();
    for (int question = 0; question < 3; question++) {
      for (int word = 0; word < 14; word++) {
        rows.add(new ScoredText(question + " " + word, new Prompt.Raw("q" + question), "w" + word));
      }
    }
    List<Integer> passes = new ArrayList<>();
    try (Decoder decoder = TinyLlama.decoder(11, "")) {
      Likelihoods.Reader reader =
          row -> {
            int question = Integer.parseInt(row.id().split(" ")[0]);
            int word = Integer.parseInt(row.id().split(" ")[1]);
            return new Codec.Scored(new int[] {question, 1, 2, 3, 4, 5 + word}, 5);
          };
      new Likelihoods(
              decoder.config(),
              (tokens, wanted) -> {
                passes.add(tokens.spans().size());
                return TokenScores.of(decoder, tokens, wanted);
              },
              reader,
              20)
          .of(rows, Progress.none());
    }
    assertThat(passes).containsExactly(3);
  }
}
