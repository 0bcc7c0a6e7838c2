package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Progress;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.Datasets;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ProbeTest {
  private static final Path ROWS = Path.of("src/test/resources/dev/ballast/task/bundled");
  private static final String TEXT =
      "Seventeen herons crossed 1200 metres of water before the river froze at 7:45.";

  private static List<TaskSample> run(String task, Probe probe) {
    TaskConfig config =
        TaskFile.find(task, new TaskFile.Change(Optional.of(1), Optional.of(probe)));
    TaskRun run = TaskRun.of(config, new Datasets(ROWS), new TaskRun.Plan(0, 1234, Style.PLAIN));
    return run.run(
        Answers.of(
            new ScriptedChatModel("none", _ -> ""),
            (rows, _) ->
                rows.stream()
                    .map(
                        row ->
                            new TokenLogProbs(
                                row.id(), new int[1], new double[1], new int[] {1}, false))
                    .toList()),
        Progress.none());
  }

  /** Examples, choices, rows and what is right are those of the task as it is. */
  @ParameterizedTest
  @EnumSource(
      value = Probe.class,
      names = {"TYPO", "DISTRACTOR"})
  void onlyTheQuestionChanges(Probe probe) {
    List<TaskSample> plain = run("openbookqa", Probe.NONE);
    List<TaskSample> probed = run("openbookqa", probe);
    for (int i = 0; i < plain.size(); i++) {
      TaskSample was = plain.get(i);
      TaskSample is = probed.get(i);
      assertThat(is.doc()).isEqualTo(was.doc());
      assertThat(is.values()).isEqualTo(was.values());
      String before = was.requests().getFirst().context();
      String after = is.requests().getFirst().context();
      int example = before.indexOf("\n\n");
      assertThat(after).startsWith(before.substring(0, example)).isNotEqualTo(before);
      assertThat(is.requests())
          .extracting(Request::continuation)
          .isEqualTo(was.requests().stream().map(Request::continuation).toList());
    }
    assertThat(run("openbookqa", probe)).isEqualTo(probed);
  }

  @Test
  void typosSwapLettersInsideLongWordsAndLeaveNumbers() {
    for (int seed = 0; seed < 200; seed++) {
      String typed =
          Probe.TYPO.changed(Map.of("q", TEXT), new SplittableRandom(seed)).getOrDefault("q", "");
      String[] was = TEXT.split(" ");
      String[] is = typed.split(" ");
      assertThat(is).hasSameSizeAs(was);
      long changed = IntStream.range(0, was.length).filter(i -> !was[i].equals(is[i])).count();
      assertThat(changed).as(typed).isEqualTo(2);
      for (int i = 0; i < was.length; i++) {
        assertThat(is[i].chars().sorted().toArray()).isEqualTo(was[i].chars().sorted().toArray());
        assertThat(is[i].charAt(0)).isEqualTo(was[i].charAt(0));
        if (was[i].length() < 5 || Character.isDigit(was[i].charAt(0))) {
          assertThat(is[i]).isEqualTo(was[i]);
        }
      }
    }
  }

  @Test
  void wordsOfOneLetterOverAndOverStay() {
    Map<String, String> texts = Map.of("q", "aaaaaa oooooo");
    assertThat(Probe.TYPO.changed(texts, new SplittableRandom(1))).isEqualTo(texts);
  }

  @Test
  void aDistractorStandsBeforeTheLongestText() {
    JsonNode row = Json.treeOf(Map.of("short", "x", "long", TEXT, "number", 7));
    JsonNode probed = Probe.DISTRACTOR.of(row, 5);
    assertThat(probed.path("short").asString()).isEqualTo("x");
    assertThat(probed.path("number").asInt()).isEqualTo(7);
    assertThat(probed.path("long").asString())
        .endsWith(". " + TEXT)
        .doesNotContainPattern("[0-9?](?=.*Seventeen)");
    assertThat(IntStream.range(0, 99).mapToObj(seed -> Probe.DISTRACTOR.of(row, seed)).distinct())
        .hasSize(6);
  }

  @Test
  void aTaskWithoutAQuestionCannotBeProbed() {
    assertThatThrownBy(() -> run("winogrande", Probe.TYPO))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("probe", "typo");
  }
}
