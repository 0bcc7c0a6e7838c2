package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FinishedTest {
  @TempDir private Path folder;

  @Test
  void filesHaveTheKeysThatReadersLookFor() throws IOException {
    TaskConfig task = TaskFile.find("arc_easy");
    JsonNode doc =
        Json.treeOf(Map.of("question", "q", "a", "w", "b", "x", "c", "y", "d", "z", "answer", "B"));
    Map<String, Double> right = Map.of("acc", 1.0, "acc_norm", 0.0);
    Map<String, Double> wrong = Map.of("acc", 0.0, "acc_norm", 0.0);
    List<TaskSample> samples =
        List.of(sample(0, doc, right), sample(1, doc, wrong), sample(2, doc, right));
    List<Path> files =
        new LmEvalFiles(folder, "now").write("m", List.of(Finished.of(task, samples)));
    JsonNode results = Json.tree(Files.readString(files.getFirst()));
    JsonNode scores = results.required("results").required("arc_easy");
    assertThat(scores.required("acc,none").doubleValue()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(scores.required("acc_stderr,none").doubleValue()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(results.required("n-samples").required("arc_easy").required("effective").intValue())
        .isEqualTo(3);
    assertThat(results.required("versions").required("arc_easy").asString()).isEqualTo("1.0");
    assertThat(files.getLast()).hasFileName("samples_arc_easy_now.jsonl");
    JsonNode line = Json.tree(Files.readAllLines(files.getLast()).getFirst());
    assertThat(line.required("target").intValue()).isEqualTo(1);
    assertThat(line.required("arguments").required("gen_args_1").required("arg_1").asString())
        .isEqualTo(" x");
    assertThat(line.required("acc").doubleValue()).isEqualTo(1);
    assertThat(line.required("resps")).hasSize(4);
    assertThat(line.required("filtered_resps").get(0)).isEqualTo(Json.treeOf(List.of(-1.0, true)));
  }

  private static TaskSample sample(int id, JsonNode doc, Map<String, Double> values) {
    List<Request> requests =
        List.of(" w", " x", " y", " z").stream().map(c -> new Request("Question: q", c)).toList();
    List<Answer> answers =
        List.of(-1.0, -2.0, -3.0, -4.0).stream()
            .map(sum -> (Answer) new Answer.Likelihood(sum, sum == -1))
            .toList();
    return new TaskSample(id, doc, requests, answers, Map.of("none", values), Map.of());
  }
}
