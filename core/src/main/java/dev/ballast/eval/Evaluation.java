package dev.ballast.eval;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.data.ChoiceRow;
import dev.ballast.data.Datasets;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.data.Split;
import dev.ballast.data.TaskRow;
import dev.ballast.json.BadInput;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Scorers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs one benchmark.
 *
 * @param rows what is asked, ids unique
 * @param scorer what grades; multiple choice does not use it
 * @param batchSize rows asked at once; batches do not depend on what is finished already
 */
public record Evaluation(
    Benchmark benchmark, List<? extends Row> rows, Scorer scorer, int batchSize) {
  public Evaluation {
    rows = List.copyOf(rows);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size must be >= 1, was " + batchSize);
    }
  }

  /** Make the evaluation that a benchmark describes. */
  public static Evaluation of(Benchmark benchmark, Datasets datasets, int batchSize) {
    Scorer scorer = Scorers.byName(benchmark.scorer());
    return new Evaluation(benchmark, rows(benchmark, datasets), scorer, batchSize);
  }

  /** Read the rows that a benchmark of this kind needs. */
  public static List<? extends Row> rows(Benchmark benchmark, Datasets datasets) {
    Class<? extends Row> type =
        switch (benchmark.kind()) {
          case HARMFUL, LOOKALIKE, PLAIN -> PromptRow.class;
          case TASKS -> TaskRow.class;
          case MULTIPLE_CHOICE -> ChoiceRow.class;
        };
    return datasets.read(benchmark.dataset(), type).rows();
  }

  /**
   * Ask and grade what is not finished.
   *
   * @param done finished samples by id, from the ledger
   * @param sink gets each new sample as its batch ends, in the order of the rows
   * @return all samples in the order of the rows
   */
  public List<SampleScored> run(
      ChatModel model,
      Map<String, SampleScored> done,
      Consumer<SampleScored> sink,
      Progress progress) {
    List<SampleScored> all = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += batchSize) {
      List<? extends Row> batch = rows.subList(from, Math.min(rows.size(), from + batchSize));
      if (batch.stream().allMatch(row -> done.containsKey(row.id()))) {
        batch.forEach(row -> all.add(done.get(row.id())));
      } else {
        for (SampleScored sample : grade(model, batch)) {
          SampleScored kept = done.getOrDefault(sample.id(), sample);
          if (!done.containsKey(sample.id())) {
            sink.accept(sample);
          }
          all.add(kept);
        }
      }
      progress.advance(all.size(), rows.size());
    }
    return all;
  }

  private List<SampleScored> grade(ChatModel model, List<? extends Row> batch) {
    return benchmark.kind() == Benchmark.Kind.MULTIPLE_CHOICE
        ? choices(model, batch)
        : answers(model, batch);
  }

  private List<SampleScored> answers(ChatModel model, List<? extends Row> batch) {
    List<ChatRequest> requests = new ArrayList<>();
    for (Row row : batch) {
      Conversation asked = PromptTemplate.conversation(benchmark, row.prompt());
      long seed = Split.bits(row.id(), benchmark.name() + "/" + benchmark.seed());
      requests.add(
          new ChatRequest(row.id(), new Prompt.Chat(asked), benchmark.sampling().withSeed(seed)));
    }
    List<Completion> completions = model.complete(requests, Progress.none());
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String prompt = PromptTemplate.conversation(benchmark, batch.get(i).prompt()).lastUser();
      exchanges.add(new Exchange(prompt, completions.get(i).text()));
    }
    List<Score> scores = scorer.score(exchanges);
    List<SampleScored> samples = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Row row = batch.get(i);
      Exchange exchange = exchanges.get(i);
      Grade grade = grade(row, exchange, scores.get(i));
      samples.add(sample(row, exchange.prompt(), exchange.response(), grade));
    }
    return samples;
  }

  private Grade grade(Row row, Exchange exchange, Score score) {
    return switch (benchmark.kind()) {
      case HARMFUL -> Grade.harmful(score);
      case LOOKALIKE -> Grade.lookalike(score);
      case PLAIN -> Grade.plain(score);
      case TASKS, MULTIPLE_CHOICE ->
          Grade.task(AnswerMatch.matches(exchange.response(), accepted(row)), score);
    };
  }

  private List<SampleScored> choices(ChatModel model, List<? extends Row> batch) {
    if (!(model instanceof LikelihoodModel likelihoods)) {
      throw BadInput.of("multiple choice needs log-probs, which this model does not give")
          .key("kind")
          .value(benchmark.name())
          .fix("use a checkpoint or a GGUF file, or a benchmark of another kind");
    }
    List<SampleScored> samples = new ArrayList<>();
    for (ChoiceScores scores : ChoiceScores.of(benchmark, batch, likelihoods)) {
      ChoiceRow row = scores.row();
      String chosen = row.choices().get(scores.bestNormalised());
      Grade grade =
          Grade.choice(scores.best() == row.answer(), scores.bestNormalised() == row.answer());
      samples.add(sample(row, scores.prompt(), chosen, grade));
    }
    return samples;
  }

  private SampleScored sample(Row row, String prompt, String response, Grade grade) {
    String attack = row instanceof PromptRow p ? p.attributes().getOrDefault("attack", "") : "";
    return new SampleScored(
        benchmark.name(),
        row.id(),
        row.category(),
        attack,
        prompt,
        response,
        grade.verdict(),
        grade.score(),
        grade.values(),
        grade.unscored());
  }

  private static List<String> accepted(Row row) {
    return row instanceof TaskRow task ? task.accepted() : List.of();
  }
}
