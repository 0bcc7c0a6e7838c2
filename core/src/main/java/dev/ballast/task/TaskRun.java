package dev.ballast.task;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.ScoredText;
import dev.ballast.data.Datasets;
import dev.ballast.json.BadInput;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.task.TaskConfig.GenerationKwargs;
import dev.ballast.task.TaskConfig.OutputType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The rows of a task and what is asked about each; equal to lm-eval 0.4's requests for the same
 * files.
 */
public final class TaskRun {
  private final TaskConfig config;
  private final Question question;
  private final Grader grader;
  private final List<AnswerFilter> filters;
  private final Optional<Judging> judging;

  /** Whether questions are text already, and go to no template. */
  private final boolean written;

  /** Whether each choice is a question of its own, which the first row decides. */
  private final boolean many;

  private final List<Asked> asked = new ArrayList<>();

  private record Asked(int id, JsonNode doc, List<Request> requests) {}

  private TaskRun(TaskConfig config, Style style, JsonNode first) {
    this.config = config;
    this.question = new Question(config, style);
    this.grader = new Grader(config, question);
    this.filters = AnswerFilter.of(config);
    this.judging = Judging.of(config);
    this.written = judging.isEmpty() || style.chat().isPresent();
    this.many = config.outputType() == OutputType.MULTIPLE_CHOICE && question.many(first);
  }

  /**
   * What of a task is asked, and how.
   *
   * @param limit the first so many rows, as lm-eval's {@code --limit}; 0 = all
   * @param seed lm-eval's {@code fewshot_seed}
   */
  public record Plan(int limit, int seed, Style style) {}

  /**
   * Read the rows, write the questions, and see that each can be graded.
   *
   * @throws BadInput naming task, row and key
   */
  public static TaskRun of(TaskConfig config, Datasets datasets, Plan plan) {
    List<JsonNode> docs = Docs.read(config, config.evalSplit(), datasets);
    Examples examples = new Examples(config, pool(config, datasets, docs), plan.seed);
    TaskRun run = begun(config, plan.style, docs.getFirst());
    for (JsonNode doc :
        plan.limit > 0 && plan.limit < docs.size() ? docs.subList(0, plan.limit) : docs) {
      run.add(doc, examples);
    }
    return run;
  }

  private static TaskRun begun(TaskConfig config, Style style, JsonNode first) {
    try {
      return new TaskRun(config, style, first);
    } catch (BadInput e) {
      throw e.row(1).value(config.task());
    }
  }

  /** Return the rows that examples come from; those that are asked, where they are the same. */
  private static List<JsonNode> pool(TaskConfig config, Datasets datasets, List<JsonNode> docs) {
    if (config.numFewshot() == 0) {
      return List.of();
    }
    return config.exampleSplit().equals(config.evalSplit())
        ? docs
        : Docs.read(config, config.exampleSplit(), datasets);
  }

  private void add(JsonNode doc, Examples examples) {
    try {
      grader.check(doc, many);
      List<Request> requests = question.requests(doc, examples.next(doc), many);
      asked.add(new Asked(asked.size(), doc, requests));
    } catch (BadInput e) {
      throw e.row(asked.size() + 1L).value(config.task());
    }
  }

  /** Return how many rows are asked. */
  public int size() {
    return asked.size();
  }

  /**
   * Ask, and grade where rows have targets; {@link #graded} takes what a judge says.
   *
   * @throws BadInput naming the task when the model cannot take a row
   */
  public List<TaskSample> run(Answers answers, Progress progress) {
    try {
      return config.outputType() == OutputType.GENERATE_UNTIL
          ? texts(answers, progress)
          : likelihoods(answers, progress);
    } catch (BadInput e) {
      throw e.key("task").value(config.task());
    }
  }

  /** Ask for the log-likelihood of each choice or text, and grade. */
  private List<TaskSample> likelihoods(Answers answers, Progress progress) {
    List<ScoredText> texts = new ArrayList<>();
    for (Asked one : asked) {
      one.requests.forEach(request -> texts.add(scored(one.id + "/" + texts.size(), request)));
    }
    List<Answer.Likelihood> scored = answers.likelihoods(texts, progress);
    List<TaskSample> samples = new ArrayList<>();
    int at = 0;
    for (Asked one : asked) {
      int end = at + one.requests.size();
      samples.add(graded(one, scored.subList(at, end)));
      at = end;
    }
    return samples;
  }

  private ScoredText scored(String id, Request request) {
    if (config.outputType() == OutputType.LOGLIKELIHOOD_ROLLING) {
      return ScoredText.document(id, request.continuation());
    }
    String context = request.context();
    int end = context.length();
    while (end > 0 && Question.space(context.charAt(end - 1))) {
      end--; // as lm-eval does: tokens of words begin with their space
    }
    return new ScoredText(
        id,
        new Prompt.Raw(context.substring(0, end)),
        context.substring(end) + request.continuation());
  }

  private TaskSample graded(Asked one, List<Answer.Likelihood> answers) {
    Map<String, Double> values =
        config.outputType() == OutputType.MULTIPLE_CHOICE
            ? grader.choices(one.doc, answers.stream().map(Answer.Likelihood::sum).toList(), many)
            : grader.likelihood(answers.getFirst());
    return new TaskSample(
        one.id,
        one.doc,
        one.requests,
        List.copyOf(answers),
        Map.of(MetricName.UNFILTERED, values),
        grader.weights(one.doc));
  }

  /** Ask for text, and grade what each filter takes from it, where no judge does. */
  private List<TaskSample> texts(Answers answers, Progress progress) {
    List<ChatRequest> requests = new ArrayList<>();
    for (Asked one : asked) {
      String text = one.requests.getFirst().context();
      Prompt prompt = written ? new Prompt.Raw(text) : new Prompt.Chat(Conversation.user(text));
      requests.add(new ChatRequest(String.valueOf(one.id), prompt, sampling().withSeed(one.id)));
    }
    List<Answer.Text> texts = answers.texts(requests, progress);
    return judging.isPresent() ? ungraded(texts) : filtered(texts);
  }

  private List<TaskSample> filtered(List<Answer.Text> texts) {
    List<TaskSample> samples = new ArrayList<>();
    for (Asked one : asked) {
      Answer.Text answer = texts.get(one.id);
      Map<String, Map<String, Double>> values = new LinkedHashMap<>();
      for (AnswerFilter filter : filters) {
        values.put(filter.name(), grader.text(one.doc, filter.apply(answer.text())));
      }
      samples.add(new TaskSample(one.id, one.doc, one.requests, List.of(answer), values, Map.of()));
    }
    return samples;
  }

  private List<TaskSample> ungraded(List<Answer.Text> texts) {
    return asked.stream()
        .map(
            one ->
                new TaskSample(
                    one.id, one.doc, one.requests, List.of(texts.get(one.id)), Map.of(), Map.of()))
        .toList();
  }

  /**
   * Return what a judge has to grade, in the order of the samples: the request as the row has it,
   * so that a probe tries the model and not the judge, and the answer.
   *
   * @param samples of {@link #run}
   */
  public List<Exchange> exchanges(List<TaskSample> samples) {
    return samples.stream()
        .map(sample -> new Exchange(question.text(sample.doc()), sample.text()))
        .toList();
  }

  /**
   * Return samples with what a judge said of them.
   *
   * @param scores of {@link #exchanges}, in their order
   */
  public List<TaskSample> graded(List<TaskSample> samples, List<Score> scores) {
    Judging judge = judging.orElseThrow();
    List<TaskSample> graded = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Score score = scores.get(i);
      graded.add(samples.get(i).graded(judge.values(score), score));
    }
    return graded;
  }

  private Sampling sampling() {
    GenerationKwargs kwargs = config.generationKwargs();
    boolean given = !kwargs.until().isEmpty() || judging.isPresent();
    List<String> until = given ? kwargs.until() : List.of(config.fewshotDelimiter());
    double temperature = kwargs.doSample() ? kwargs.temperature() : 0;
    return new Sampling(
        temperature, kwargs.topP(), kwargs.topK(), 0, 1, kwargs.maxGenToks(), until, 0, 1);
  }
}
