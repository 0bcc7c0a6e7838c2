package dev.ballast.judge;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.OpeningModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.Stop;
import dev.ballast.chat.TokenLogProbs;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Probabilities of openings by hand, one token an opening; answers by hand. */
record FakeModel(Map<String, Double> chances, String answer, int context)
    implements ChatModel, OpeningModel {
  @Override
  public String id() {
    return "fake";
  }

  @Override
  public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
    return requests.stream()
        .map(r -> new Completion(r.id(), 0, answer, List.of(), 0, new Stop.EndToken(0)))
        .toList();
  }

  @Override
  public Completion stream(ChatRequest request, Predicate<String> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int length(Prompt prompt) {
    return prompt instanceof Prompt.Raw raw ? raw.text().length() : 10;
  }

  @Override
  public List<TokenLogProbs> openings(List<ScoredText> rows, Progress progress) {
    progress.advance(rows.size(), rows.size());
    return rows.stream()
        .map(
            row -> {
              int token = row.completion().strip().hashCode();
              double chance = chances.getOrDefault(row.completion(), 0.0);
              int[] ids = {1, chance > 0 ? row.completion().hashCode() : token};
              return new TokenLogProbs(
                  row.id(),
                  ids,
                  new double[] {Double.NaN, Math.log(chance)},
                  new int[] {0, 1},
                  false);
            })
        .toList();
  }

  @Override
  public void close() {}
}
