package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Progress;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.data.Datasets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a task's rows may come from. */
class TaskRowsTest {
  private static final Path ROWS = Path.of("src/test/resources/dev/ballast/data");

  @TempDir private Path folder;

  private List<String> asked(String place, Datasets datasets) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("task.yaml"),
            "task: own\n"
                + place
                + "test_split: test\ndoc_to_text: \"{{question}} {{choices.text[0]}}\"\n"
                + "doc_to_target: right\n");
    TaskConfig task = TaskFile.read(file);
    return TaskRun.of(task, datasets, new TaskRun.Plan(0, 1, Style.PLAIN))
        .run(
            Answers.of(
                new ScriptedChatModel("m", _ -> "x"),
                (_, _) -> {
                  throw new AssertionError();
                }),
            Progress.none())
        .stream()
        .map(sample -> sample.requests().getFirst().context())
        .toList();
  }

  private static final List<String> ASKED =
      List.of("Which of these floats on water? cork", "Which of these burns? sand");

  @Test
  void aParquetFile() throws IOException {
    Datasets below = new Datasets(ROWS);
    assertThat(asked("dataset_path: rows_snappy.parquet\n", below)).isEqualTo(ASKED);
    assertThat(
            asked(
                "dataset_path: parquet\ndataset_kwargs: {data_files: rows_gzip.parquet}\n", below))
        .isEqualTo(ASKED);
  }

  @Test
  void aDataSetOfTheHub() throws IOException {
    Path repository = folder.resolve("cache/datasets--own--set");
    Path snapshot = repository.resolve("snapshots/" + "b".repeat(40));
    Files.createDirectories(snapshot.resolve("plain"));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), "b".repeat(40));
    Files.copy(
        ROWS.resolve("rows_none.parquet"), snapshot.resolve("plain/test-00000-of-00001.parquet"));
    Datasets hub = new Datasets(folder, Optional.empty(), Optional.of(folder.resolve("cache")));
    assertThat(asked("dataset_path: own/set\ndataset_name: plain\n", hub)).isEqualTo(ASKED);
    assertThat(
            asked(
                "dataset_path: own/set\n"
                    + "dataset_kwargs: {data_files: plain/test-00000-of-00001.parquet}\n",
                hub))
        .isEqualTo(ASKED);
  }

  @Test
  void compressedLines() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("rows.jsonl.gz")))) {
      out.write(
          "{\"question\": \"Q?\", \"choices\": {\"text\": [\"a\"]}, \"right\": \"a\"}\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(asked("dataset_path: rows.jsonl.gz\n", new Datasets(folder)))
        .containsExactly("Q? a");
  }

  @Test
  void requestsWithTheirInputs() throws IOException {
    Files.createDirectories(folder.resolve("self-instruct"));
    Files.writeString(
        folder.resolve("self-instruct/user_oriented_instructions.jsonl"),
        """
        {"id": "1", "motivation_app": "Mail", "instruction": "Name it.", "instances": [{"input": "", "output": "x"}]}
        {"id": "2", "motivation_app": "Mail", "instruction": "Shorten it.", "instances": [{"input": "A text.", "output": "y"}]}
        """);
    TaskRun run =
        TaskRun.of(
            TaskFile.find("self_instruct_helpful"),
            new Datasets(folder),
            new TaskRun.Plan(0, 1, Style.PLAIN));
    List<TaskSample> samples =
        run.run(
            Answers.of(
                new ScriptedChatModel("m", _ -> "x"),
                (_, _) -> {
                  throw new AssertionError();
                }),
            Progress.none());
    assertThat(run.exchanges(samples))
        .extracting(exchange -> exchange.prompt())
        .containsExactly("Name it.", "Shorten it.\nA text.");
    assertThat(TaskFile.find("self_instruct").judgeKind()).isEqualTo("refusal");
  }
}
