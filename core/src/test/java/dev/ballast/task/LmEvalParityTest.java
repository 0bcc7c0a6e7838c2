package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.Datasets;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What lm-eval 0.4.13 asks and how it grades, by {@code tools/reference/lm_eval_tasks.py}: the same
 * files, and a model that is a formula.
 */
class LmEvalParityTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/ballast/task");
  private static final List<String> ANSWERS =
      List.of(
          "So 3 and 9 make 12.\n#### 12",
          "#### 1,200",
          "It costs $7.50 in all.",
          "no idea",
          "4 and then 5",
          "Kettle!");

  private static int number(String text) {
    return text.codePoints().reduce(7, (value, c) -> (int) ((value * 31L + c) % 1_000_003));
  }

  private static final LikelihoodModel FORMULA =
      (rows, progress) -> rows.stream().map(LmEvalParityTest::scored).toList();

  private static TokenLogProbs scored(ScoredText row) {
    int number = number(((Prompt.Raw) row.prompt()).text() + row.completion());
    double[] logProbs = {Double.NaN, -number / 10_000.0};
    return new TokenLogProbs(
        row.id(), new int[] {0, 1}, logProbs, new int[] {0, 1}, number % 2 == 0);
  }

  /** The chat template of {@code Formula}. */
  private static final ChatText CHAT =
      new ChatText() {
        @Override
        public String opened(Conversation conversation) {
          return whole(conversation) + "[assistant]";
        }

        @Override
        public String whole(Conversation conversation) {
          return conversation.messages().stream()
              .map(message -> "[" + message.role() + "]" + message.content() + "[end]\n")
              .collect(Collectors.joining());
        }
      };

  private static Style style(String name) {
    return switch (name) {
      case "text", "bundled", "bundled_2" -> Style.PLAIN;
      case "system" -> new Style("Be brief.", Optional.empty());
      case "turns" ->
          new Style("Be brief.", Optional.of(new Style.Chat(Style.Examples.TURNS, CHAT)));
      case "one_message" ->
          new Style("", Optional.of(new Style.Chat(Style.Examples.ONE_MESSAGE, CHAT)));
      default -> throw new AssertionError(name);
    };
  }

  private static TaskConfig config(String style, String task) {
    return switch (style) {
      case "bundled" -> TaskFile.find(task);
      case "bundled_2" ->
          TaskFile.find(task, new TaskFile.Change(Optional.of(2), Optional.empty()));
      default -> TaskFile.read(FOLDER.resolve(task + ".yaml"));
    };
  }

  static List<TaskSample> run(TaskConfig config) {
    return run(config, FOLDER, Style.PLAIN);
  }

  private static List<TaskSample> run(TaskConfig config, Path rows, Style style) {
    TaskRun run = TaskRun.of(config, new Datasets(rows), new TaskRun.Plan(0, 1234, style));
    ScriptedChatModel chat =
        new ScriptedChatModel("formula", text -> ANSWERS.get(number(text) % ANSWERS.size()));
    return run.run(Answers.of(chat, FORMULA), Progress.none());
  }

  private static JsonNode expected(String file) {
    try {
      return Json.tree(Files.readString(FOLDER.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Arguments> measured() {
    return expected("expected.json").properties().stream()
        .flatMap(
            style ->
                style.getValue().properties().stream()
                    .map(task -> Arguments.of(style.getKey(), task.getKey(), task.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("measured")
  void questionsAndGradesAreThoseOfLmEval(String style, String task, JsonNode expected) {
    TaskConfig config = config(style, task);
    Path rows = style.startsWith("bundled") ? FOLDER.resolve("bundled") : FOLDER;
    List<TaskSample> samples = run(config, rows, style(style));
    assertThat(samples).hasSize(expected.path("rows").size());
    for (TaskSample sample : samples) {
      JsonNode row = expected.path("rows").path(sample.docId());
      assertThat(Json.treeOf(arguments(config, sample))).isEqualTo(row.path("arguments"));
      assertThat(Json.treeOf(metrics(sample)))
          .as("row %s", sample.docId())
          .isEqualTo(row.path("metrics"));
    }
    List<TaskResult> results = TaskResult.of(config, samples);
    assertThat(results).hasSize(expected.path("results").size() / 2);
    for (TaskResult result : results) {
      String tail = "," + result.filter();
      JsonNode values = expected.path("results");
      assertThat(result.value())
          .isCloseTo(values.required(result.metric() + tail).doubleValue(), withinPercentage(1e-9));
      JsonNode error = values.required(result.metric() + "_stderr" + tail);
      if (error.isNumber()) {
        double wanted = error.doubleValue();
        assertThat(result.standardError()).isCloseTo(wanted, within(1e-11 * (1 + wanted)));
      } else {
        assertThat(error.asString()).isEqualTo("N/A");
        assertThat(result.standardError()).isNaN();
      }
    }
    assertThat(Double.parseDouble(config.version()))
        .isEqualTo(Double.parseDouble(expected.path("version").asString().replace("Yaml", "0")));
  }

  private static List<List<String>> arguments(TaskConfig config, TaskSample sample) {
    return sample.requests().stream()
        .map(
            request ->
                switch (config.outputType()) {
                  case GENERATE_UNTIL -> List.of(request.context());
                  case LOGLIKELIHOOD_ROLLING -> List.of(request.continuation());
                  case LOGLIKELIHOOD, MULTIPLE_CHOICE ->
                      List.of(request.context(), request.continuation());
                })
        .toList();
  }

  private static Map<String, Map<String, Object>> metrics(TaskSample sample) {
    Map<String, Map<String, Object>> metrics = new LinkedHashMap<>();
    sample
        .values()
        .forEach(
            (filter, own) -> {
              Map<String, Object> values = new LinkedHashMap<>();
              own.forEach(
                  (metric, value) -> {
                    Double weight = sample.weights().get(metric);
                    values.put(metric, weight == null ? value : List.of(value, weight));
                  });
              metrics.put(filter, values);
            });
    return metrics;
  }

  /** By lm-eval's own function on the same pages, and its counts of words and bytes. */
  @Test
  void pagesArePutTogetherAsLmEvalDoes() {
    List<TaskSample> samples =
        run(TaskFile.read(FOLDER.resolve("pages.yaml")), FOLDER, Style.PLAIN);
    JsonNode expected = expected("expected_pages.json");
    assertThat(samples).hasSize(expected.size());
    for (TaskSample sample : samples) {
      JsonNode page = expected.path(sample.docId());
      assertThat(sample.requests().getFirst().continuation())
          .isEqualTo(page.required("text").asString());
      sample
          .weights()
          .forEach(
              (metric, weight) ->
                  assertThat(weight)
                      .isEqualTo(page.required("weights").required(metric).doubleValue()));
      assertThat(sample.weights()).hasSize(3);
    }
  }

  /** Python 3.11: {@code Random(1234).sample(range(n), k)}, by pool and by set. */
  @Test
  void drawsAreThoseOfPython() {
    PythonRandom random = new PythonRandom(1234);
    List<Integer> few = IntStream.range(0, 21).boxed().toList();
    List<Integer> many = IntStream.range(0, 1000).boxed().toList();
    assertThat(random.sample(few, 5)).containsExactly(14, 3, 0, 2, 1);
    assertThat(random.sample(many, 5)).containsExactly(687, 709, 85, 100, 784);
    assertThat(random.sample(many, 40)).endsWith(844, 569, 64);
  }
}
