package dev.ballast.eval;

import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.ChoiceRow;
import dev.ballast.data.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Log-probs of a question's choices, graded as lm-eval does: the choice follows the raw prompt
 * after one space; acc takes the largest sum, acc_norm the largest sum a character of the choice's
 * own text; the first of equals wins.
 *
 * @param sums (choices) log-prob of each choice, in nats
 */
record ChoiceScores(ChoiceRow row, String prompt, List<Double> sums) {
  static List<ChoiceScores> of(
      Benchmark benchmark, List<? extends Row> batch, LikelihoodModel model) {
    List<ScoredText> texts = new ArrayList<>();
    for (Row row : batch) {
      ChoiceRow choice = (ChoiceRow) row;
      Prompt prompt = new Prompt.Raw(prompt(benchmark, choice));
      for (int i = 0; i < choice.choices().size(); i++) {
        texts.add(new ScoredText(row.id() + "/" + i, prompt, " " + choice.choices().get(i)));
      }
    }
    List<TokenLogProbs> logProbs = model.logProbs(texts, Progress.none());
    List<ChoiceScores> scores = new ArrayList<>();
    int at = 0;
    for (Row row : batch) {
      ChoiceRow choice = (ChoiceRow) row;
      int end = at + choice.choices().size();
      List<Double> sums = logProbs.subList(at, end).stream().map(TokenLogProbs::sum).toList();
      scores.add(new ChoiceScores(choice, prompt(benchmark, choice), sums));
      at = end;
    }
    return scores;
  }

  int best() {
    return Likeliest.bySum(sums);
  }

  int bestNormalised() {
    return Likeliest.byCharacter(sums, row.choices());
  }

  private static String prompt(Benchmark benchmark, ChoiceRow row) {
    String question = PromptTemplate.fill(benchmark.prompt(), row.question());
    return benchmark.system().isEmpty() ? question : benchmark.system() + "\n\n" + question;
  }
}
