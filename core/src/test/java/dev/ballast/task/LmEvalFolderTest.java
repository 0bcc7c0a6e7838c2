package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lm-eval 0.4.13 wrote, by {@code tools/reference/lm_eval_results.py}. */
class LmEvalFolderTest {
  private static final Path WRITTEN = Path.of("src/test/resources/dev/ballast/lm_eval");
  private static final String DATE = "_2026-01-01T00-00-00.000000";

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("before", "after")) {
      Files.createDirectory(folder.resolve(name));
      try (Stream<Path> files = Files.list(WRITTEN.resolve(name))) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
        }
      }
    }
  }

  private EvalFolder read(String name) {
    return EvalFolder.read(folder.resolve(name));
  }

  private Comparison compared() {
    return Comparison.of(read("before"), read("after"), 0.95);
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void itsTasksAreComparedAndItsGroupIsNoTask() {
    EvalFolder before = read("before");
    assertThat(before.writer()).isEqualTo("lm-eval 0.4.13");
    assertThat(before.tasks()).containsOnlyKeys("choices", "examples_first");
    Comparison comparison = compared();
    assertThat(comparison.doubts()).isEmpty();
    assertThat(comparison.changes().stream().map(c -> c.name().text() + " " + c.n()))
        .containsExactly(
            "choices.acc 10",
            "choices.acc_norm 10",
            "choices.acc_bytes 10",
            "examples_first.exact_match,bare 8");
  }

  /** Ballast and lm-eval hash a row otherwise; what they asked of the same rows is the same. */
  @Test
  void itsFilesCompareWithOwnOnes() {
    Path tasks = Path.of("src/test/resources/dev/ballast/task");
    List<Finished> finished = new ArrayList<>();
    for (String name : List.of("choices", "examples_first")) {
      TaskConfig task = TaskFile.read(tasks.resolve(name + ".yaml"));
      finished.add(Finished.of(task, LmEvalParityTest.run(task)));
    }
    var _ = new LmEvalFiles(folder.resolve("own"), "now").write("formula", finished);
    Comparison comparison = Comparison.of(read("before"), read("own"), 0.95);
    assertThat(comparison.doubts()).isEmpty();
    assertThat(comparison.changes()).hasSize(4);
    assertThat(comparison.changes())
        .allSatisfy(change -> assertThat(change.after()).isEqualTo(change.before()));
  }

  @Test
  void anotherVersionTemplateOrSchemaIsDoubted() throws IOException {
    edit("after/results" + DATE + ".json", "\"choices\": 1.5", "\"choices\": 2.0");
    edit("after/results" + DATE + ".json", "Question: {{question}}", "Q: {{question}}");
    edit("after/results" + DATE + ".json", "\"0.4.13\"", "\"0.5.0\"");
    edit(
        "after/results" + DATE + ".json",
        "\"chat_template_sha\": null",
        "\"chat_template_sha\": \"ab\"");
    edit(
        "before/results" + DATE + ".json",
        "\"chat_template_sha\": null",
        "\"chat_template_sha\": \"cd\"");
    assertThat(compared().doubts())
        .containsExactly(
            folder.resolve("after/results" + DATE + ".json")
                + " was written by lm-eval 0.5.0, whose schema is not known",
            "choices has version 1.5 before, 2.0 after",
            "choices was asked with another doc_to_text",
            "choices was asked with another chat_template_sha",
            "examples_first was asked with another chat_template_sha");
  }

  @Test
  void samplesOfAnOlderSchemaAreReadAndDoubted() throws IOException {
    for (String name : List.of("before", "after")) {
      edit(name + "/samples_choices" + DATE + ".jsonl", "\"filter\": \"none\", ", "");
      edit(
          name + "/samples_choices" + DATE + ".jsonl",
          "\"metrics\": [\"acc\", \"acc_norm\", \"acc_bytes\"], ",
          "");
    }
    Comparison comparison = compared();
    assertThat(comparison.doubts()).hasSize(2).allMatch(doubt -> doubt.contains("older schema"));
    assertThat(comparison.changes()).hasSize(4);
  }

  @Test
  void resultsWithoutFiltersAreRefused() throws IOException {
    edit("after/results" + DATE + ".json", ",bare\"", "\"");
    assertThatThrownBy(() -> read("after"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("older schema")
        .hasMessageContaining("results.examples_first");
  }

  @Test
  void twoSamplesOfOneIdAreRefusedByName() throws IOException {
    edit("after/samples_choices" + DATE + ".jsonl", "\"doc_id\": 4", "\"doc_id\": 3");
    assertThatThrownBy(() -> read("after"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("two samples have one doc_id")
        .hasMessageContaining("3 (none), as sample 4")
        .hasMessageContaining("samples_choices" + DATE + ".jsonl, row 5");
  }

  /**
   * A file that was cut off behind a whole line is well-formed; the results tell how long it was.
   */
  @Test
  void samplesThatAreCutOffAreRefused() throws IOException {
    Path samples = folder.resolve("after/samples_choices" + DATE + ".jsonl");
    Files.write(samples, Files.readAllLines(samples).subList(0, 3));
    assertThatThrownBy(() -> read("after"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cut off: 3 of 10 rows")
        .hasMessageContaining(samples.toString());
  }

  @Test
  void resultsThatAreCutOffAreRefusedByName() throws IOException {
    Path results = folder.resolve("after/results" + DATE + ".json");
    Files.writeString(results, Files.readString(results).substring(0, 900));
    assertThatThrownBy(() -> read("after"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(results.toString())
        .hasMessageContaining("copy the file again")
        .hasMessageNotContaining("REDACTED");
  }

  @Test
  void aFileWithoutTasksIsNoResults() throws IOException {
    Path results = folder.resolve("after/results" + DATE + ".json");
    Files.writeString(results, "[1]");
    assertThatThrownBy(() -> read("after"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not results of lm-eval's schema")
        .hasMessageContaining("name what `eval` or lm-eval 0.4 wrote");
  }
}
