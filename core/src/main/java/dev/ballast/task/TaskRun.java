package dev.ballast.task;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.Datasets;
import dev.ballast.json.BadInput;
import dev.ballast.task.TaskConfig.GenerationKwargs;
import dev.ballast.task.TaskConfig.OutputType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The rows of a task and what is asked about each; equal to lm-eval 0.4's requests for the same
 * files.
 */
public final class TaskRun {
  private static final String UNFILTERED = "none";

  private final TaskConfig config;
  private final Question question;
  private final Grader grader;
  private final List<AnswerFilter> filters;
  private final List<Asked> asked = new ArrayList<>();

  private record Asked(int id, JsonNode doc, List<String> choices, String context) {}

  private TaskRun(TaskConfig config) {
    this.config = config;
    this.question = new Question(config);
    this.grader = new Grader(config, question);
    this.filters = AnswerFilter.of(config);
  }

  /**
   * Read the rows, write the questions, and see that each can be graded.
   *
   * @param limit the first so many rows, as lm-eval's {@code --limit}; 0 = all
   * @param seed lm-eval's {@code fewshot_seed}
   * @throws BadInput naming task, row and key
   */
  public static TaskRun of(TaskConfig config, Datasets datasets, int limit, int seed) {
    List<JsonNode> docs = Docs.read(config, config.evalSplit(), datasets);
    Examples examples = new Examples(config, pool(config, datasets, docs), seed);
    TaskRun run = new TaskRun(config);
    for (JsonNode doc : limit > 0 && limit < docs.size() ? docs.subList(0, limit) : docs) {
      run.add(doc, examples);
    }
    return run;
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
      List<String> choices = question.choices(doc);
      grader.check(doc, choices);
      String context = question.context(doc, examples.next(doc));
      asked.add(new Asked(asked.size(), doc, choices, context));
    } catch (BadInput e) {
      throw e.row(asked.size() + 1L).value(config.task());
    }
  }

  /** Return how many rows are asked. */
  public int size() {
    return asked.size();
  }

  /** Ask a model that gives log-probs, and grade. */
  public <M extends ChatModel & LikelihoodModel> List<TaskSample> run(M model, Progress progress) {
    return config.outputType() == OutputType.MULTIPLE_CHOICE
        ? choices(model, progress)
        : texts(model, progress);
  }

  /** Ask for the log-likelihood of each choice, and grade. */
  public List<TaskSample> choices(LikelihoodModel model, Progress progress) {
    List<ScoredText> texts = new ArrayList<>();
    for (Asked one : asked) {
      String context = one.context();
      int end = context.length();
      while (end > 0 && Character.isWhitespace(context.charAt(end - 1))) {
        end--; // as lm-eval does: tokens of words begin with their space
      }
      for (String choice : one.choices()) {
        String rest = context.substring(end) + config.targetDelimiter() + choice;
        texts.add(
            new ScoredText(
                one.id() + "/" + texts.size(), new Prompt.Raw(context.substring(0, end)), rest));
      }
    }
    List<TokenLogProbs> scored = model.logProbs(texts, progress);
    List<TaskSample> samples = new ArrayList<>();
    int at = 0;
    for (Asked one : asked) {
      List<String> choices = one.choices();
      List<Double> sums =
          scored.subList(at, at + choices.size()).stream().map(TokenLogProbs::sum).toList();
      at += choices.size();
      samples.add(
          new TaskSample(
              one.id(),
              one.doc(),
              one.context(),
              choices.stream().map(choice -> config.targetDelimiter() + choice).toList(),
              sums,
              "",
              Map.of(UNFILTERED, grader.choices(one.doc(), choices, sums))));
    }
    return samples;
  }

  /** Ask for text, and grade what each filter takes from it. */
  public List<TaskSample> texts(ChatModel model, Progress progress) {
    List<ChatRequest> requests = new ArrayList<>();
    for (Asked one : asked) {
      requests.add(
          new ChatRequest(
              String.valueOf(one.id()),
              new Prompt.Raw(one.context()),
              sampling().withSeed(one.id())));
    }
    List<String> answers =
        model.complete(requests, progress).stream().map(completion -> completion.text()).toList();
    List<TaskSample> samples = new ArrayList<>();
    for (Asked one : asked) {
      String answer = answers.get(one.id());
      Map<String, Map<String, Double>> values = new LinkedHashMap<>();
      for (AnswerFilter filter : filters) {
        values.put(filter.name(), grader.text(one.doc(), filter.apply(answer)));
      }
      samples.add(
          new TaskSample(one.id(), one.doc(), one.context(), List.of(), List.of(), answer, values));
    }
    return samples;
  }

  private Sampling sampling() {
    GenerationKwargs kwargs = config.generationKwargs();
    List<String> until =
        kwargs.until().isEmpty() ? List.of(config.fewshotDelimiter()) : kwargs.until();
    double temperature = kwargs.doSample() ? kwargs.temperature() : 0;
    return new Sampling(
        temperature, kwargs.topP(), kwargs.topK(), 0, 1, kwargs.maxGenToks(), until, 0, 1);
  }
}
