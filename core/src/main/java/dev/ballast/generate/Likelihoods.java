package dev.ballast.generate;

import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Scores given text, several rows in one packed pass. */
final class Likelihoods {
  /** How a row becomes tokens. */
  @FunctionalInterface
  interface Reader {
    Codec.Scored read(Prompt prompt, String text);
  }

  private final ModelConfig config;
  private final Function<PackedTokens, double[]> scorer;
  private final Reader reader;
  private final int tokenBudget;

  /**
   * @param scorer gives every packed token's log-prob
   */
  Likelihoods(
      ModelConfig config, Function<PackedTokens, double[]> scorer, Reader reader, int tokenBudget) {
    this.config = config;
    this.scorer = scorer;
    this.reader = reader;
    this.tokenBudget = tokenBudget;
  }

  List<TokenLogProbs> of(List<ScoredText> rows, Progress progress) {
    List<TokenLogProbs> results = new ArrayList<>();
    List<ScoredText> texts = new ArrayList<>();
    List<Codec.Scored> pack = new ArrayList<>();
    int tokens = 0;
    for (ScoredText row : rows) {
      Codec.Scored scored = reader.read(row.prompt(), row.completion());
      if (!pack.isEmpty() && tokens + scored.ids().length > tokenBudget) {
        results.addAll(score(texts, pack));
        progress.advance(results.size(), rows.size());
        texts.clear();
        pack.clear();
        tokens = 0;
      }
      texts.add(row);
      pack.add(scored);
      tokens += scored.ids().length;
    }
    if (!pack.isEmpty()) {
      results.addAll(score(texts, pack));
      progress.advance(results.size(), rows.size());
    }
    return results;
  }

  private List<TokenLogProbs> score(List<ScoredText> texts, List<Codec.Scored> pack) {
    PackedTokens tokens =
        PackedTokens.neighbours(pack.stream().map(Codec.Scored::ids).toList(), config::mayShare);
    double[] scores = scorer.apply(tokens);
    return IntStream.range(0, pack.size())
        .mapToObj(
            i -> {
              Codec.Scored scored = pack.get(i);
              return new TokenLogProbs(
                  texts.get(i).id(),
                  scored.ids(),
                  tokens.spans().get(i).gather(scores),
                  mask(scored));
            })
        .toList();
  }

  private static int[] mask(Codec.Scored scored) {
    return IntStream.range(0, scored.ids().length)
        .map(i -> i < scored.promptLength() ? 0 : 1)
        .toArray();
  }
}
