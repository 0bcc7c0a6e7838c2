package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.Datasets;
import dev.ballast.json.Json;
import dev.ballast.task.TaskConfig.OutputType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    String text = ((Prompt.Raw) row.prompt()).text() + row.completion();
    double[] logProbs = {Double.NaN, -number(text) / 10_000.0};
    return new TokenLogProbs(row.id(), new int[] {0, 1}, logProbs, new int[] {0, 1});
  }

  static List<TaskSample> run(TaskConfig config) {
    TaskRun run = TaskRun.of(config, new Datasets(FOLDER), 0, 1234);
    return config.outputType() == OutputType.MULTIPLE_CHOICE
        ? run.choices(FORMULA, Progress.none())
        : run.texts(
            new ScriptedChatModel("formula", text -> ANSWERS.get(number(text) % ANSWERS.size())),
            Progress.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "choices",
        "choices_included",
        "examples_drawn",
        "examples_own",
        "examples_first",
        "quotes",
        "quotes_first",
        "accepted"
      })
  void questionsAndGradesAreThoseOfLmEval(String task) throws IOException {
    JsonNode expected = Json.tree(Files.readString(FOLDER.resolve("expected.json"))).required(task);
    TaskConfig config = TaskFile.read(FOLDER.resolve(task + ".yaml"));
    List<TaskSample> samples = run(config);
    assertThat(samples).hasSize(expected.path("rows").size());
    for (TaskSample sample : samples) {
      JsonNode row = expected.path("rows").path(sample.docId());
      assertThat(Json.treeOf(arguments(sample))).isEqualTo(row.path("arguments"));
      assertThat(Json.treeOf(sample.values()))
          .as("row %s", sample.docId())
          .isEqualTo(row.path("metrics"));
    }
    List<TaskResult> results = TaskResult.of(config, samples);
    assertThat(results).hasSize(expected.path("results").size() / 2);
    for (TaskResult result : results) {
      String tail = "," + result.filter();
      JsonNode values = expected.path("results");
      assertThat(result.value())
          .isCloseTo(values.required(result.metric() + tail).doubleValue(), within(1e-12));
      assertThat(result.standardError())
          .isCloseTo(
              values.required(result.metric() + "_stderr" + tail).doubleValue(), within(1e-12));
    }
    assertThat(Double.parseDouble(config.version()))
        .isEqualTo(Double.parseDouble(expected.path("version").asString().replace("Yaml", "0")));
  }

  private static List<List<String>> arguments(TaskSample sample) {
    if (sample.continuations().isEmpty()) {
      return List.of(List.of(sample.context()));
    }
    List<List<String>> arguments = new ArrayList<>();
    sample.continuations().forEach(c -> arguments.add(List.of(sample.context(), c)));
    return arguments;
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
