package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.stats.Discordance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ComparisonTest {
  private static final String FIRST = "0000000000" + "1" + "11111";
  private static final String SECOND = "1111111100" + "0" + "11111";

  @TempDir private Path folder;

  /** Write what an evaluation of arc_easy leaves behind; a character is a row's acc. */
  private EvalFolder measured(String name, String acc, String context) {
    TaskConfig task = TaskFile.find("arc_easy");
    List<TaskSample> samples = new ArrayList<>();
    for (int i = 0; i < acc.length(); i++) {
      JsonNode doc =
          Json.treeOf(Map.of("question", i, "a", "w", "b", "x", "c", "y", "d", "z", "answer", "B"));
      Map<String, Double> values = Map.of("acc", acc.charAt(i) - '0' + 0.0);
      samples.add(
          new TaskSample(
              i,
              doc,
              List.of(new Request(context + i, " w")),
              List.of(new Answer.Likelihood(-1, false)),
              Map.of("none", values),
              Map.of()));
    }
    Path own = folder.resolve(name);
    var _ = new LmEvalFiles(own, "now").write(name, List.of(Finished.of(task, samples)));
    return EvalFolder.read(own);
  }

  /** Eight rows gained, one lost: McNemar's p is 2 (1 + 9) / 2^9. */
  @Test
  void aChangeOnTheSameRowsIsTested() {
    Comparison comparison =
        Comparison.of(measured("a", FIRST, "q"), measured("b", SECOND, "q"), 0.95);
    assertThat(comparison.doubts()).isEmpty();
    assertThat(comparison.changes()).hasSize(1);
    Change change = comparison.changes().getFirst();
    assertThat(change.n()).isEqualTo(16);
    assertThat(change.before()).isEqualTo(6 / 16.0);
    assertThat(change.after()).isEqualTo(13 / 16.0);
    assertThat(change.change().estimate()).isCloseTo(7 / 16.0, within(1e-12));
    assertThat(change.pValue()).isCloseTo(20 / 512.0, within(1e-12));
    assertThat(change.verdict()).isEqualTo(Change.Verdict.BETTER);
    assertThat(change.rows()).contains(new Discordance(8, 1, 16));
  }

  /** Exchanged, the same change is as sure and the other way round. */
  @Test
  void theOtherWayRoundItIsWorse() {
    Change change =
        Comparison.of(measured("a", SECOND, "q"), measured("b", FIRST, "q"), 0.95)
            .changes()
            .getFirst();
    assertThat(change.pValue()).isCloseTo(20 / 512.0, within(1e-12));
    assertThat(change.verdict()).isEqualTo(Change.Verdict.WORSE);
  }

  @Test
  void nothingIsShownWhereNothingChanged() {
    Change change =
        Comparison.of(measured("a", FIRST, "q"), measured("b", FIRST, "q"), 0.95)
            .changes()
            .getFirst();
    assertThat(change.pValue()).isEqualTo(1);
    assertThat(change.verdict()).isEqualTo(Change.Verdict.NOT_SHOWN);
  }

  @Test
  void otherPromptsAndRowsAreDoubted() {
    assertThat(Comparison.of(measured("a", "01", "q"), measured("b", "01", "p"), 0.95).doubts())
        .containsExactly("arc_easy was asked with other prompts in 2 rows");
    assertThat(Comparison.of(measured("c", "011", "q"), measured("d", "01", "q"), 0.95).doubts())
        .containsExactly("arc_easy has rows in one evaluation only: 1 before, 0 after");
    assertThat(Comparison.of(measured("e", "01", "q"), measured("f", "011", "q"), 0.95).doubts())
        .containsExactly("arc_easy has rows in one evaluation only: 0 before, 1 after");
  }

  /** A pair of which one side was not graded is in no change, and is counted. */
  @Test
  void aPairThatIsNotGradedIsCounted() throws IOException {
    EvalFolder before = measured("a", "0110", "q");
    var _ = measured("b", "0011", "q");
    Path samples = folder.resolve("b/samples_arc_easy_now.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(samples));
    lines.set(
        1,
        lines
            .get(1)
            .replace("\"metrics\":[\"acc\"]", "\"metrics\":[]")
            .replace("\"acc\":0.0", "\"unscored\":\"empty\""));
    Files.write(samples, lines);
    Change change =
        Comparison.of(before, EvalFolder.read(folder.resolve("b")), 0.95).changes().getFirst();
    assertThat(change.n()).isEqualTo(3);
    assertThat(change.ungraded()).isEqualTo(1);
    assertThat(change.before()).isEqualTo(1 / 3.0);
    assertThat(change.after()).isEqualTo(2 / 3.0);
    Figure figure = Figure.of(EvalFolder.read(folder.resolve("b"))).getFirst();
    assertThat(figure.n()).isEqualTo(3);
    assertThat(figure.unscored()).isEqualTo(1);
  }

  @Test
  void otherContentsUnderOneIdAreRefused() throws IOException {
    EvalFolder before = measured("a", "01", "q");
    var _ = measured("b", "01", "q");
    Path samples = folder.resolve("b/samples_arc_easy_now.jsonl");
    Files.writeString(
        samples, Files.readString(samples).replaceFirst("\"answer\":\"B", "\"answer\":\"C"));
    EvalFolder after = EvalFolder.read(folder.resolve("b"));
    assertThatThrownBy(() -> Comparison.of(before, after, 0.95))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("other contents");
  }

  @Test
  void whatIsNotAnEvaluationIsRefused() throws IOException {
    assertThatThrownBy(() -> EvalFolder.read(folder.resolve("none")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> EvalFolder.read(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no results_*.json");
    var _ = measured("a", "01", "q");
    Files.delete(folder.resolve("a/samples_arc_easy_now.jsonl"));
    assertThatThrownBy(() -> EvalFolder.read(folder.resolve("a")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("samples_arc_easy_now.jsonl");
  }
}
