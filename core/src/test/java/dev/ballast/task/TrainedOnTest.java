package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.data.Datasets;
import dev.ballast.eval.LmEvalFiles;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Hashes;
import dev.ballast.ledger.Manifest;
import dev.ballast.ledger.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedOnTest {
  private static final Path TASKS = Path.of("src/test/resources/dev/ballast/task");

  @TempDir private Path folder;

  private Finished task;

  @BeforeEach
  void measure() {
    TaskConfig config = TaskFile.read(TASKS.resolve("examples_first.yaml"));
    task = Finished.of(config, LmEvalParityTest.run(config));
  }

  /** Return the question of a row of the task, in other words of the same. */
  private String question(int row) {
    return task.samples().get(row).doc().path("question").asString();
  }

  /** Write a run of a training verb on prompts. */
  private Path trained(String name, String model, List<String> prompts) {
    Path data = folder.resolve(name + ".jsonl");
    StringBuilder rows = new StringBuilder();
    for (String prompt : prompts) {
      rows.append(
          dev.ballast.json.Json.encode(
              LmEvalFiles.ordered("prompt", prompt, "completion", "An answer.")));
      rows.append('\n');
    }
    AtomicFile.write(data, rows.toString());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model", model);
    config.put("dataset_name", name + ".jsonl");
    config.put("datasets", List.of());
    config.put("data_root", folder.toString());
    config.put("learning_rate", 1e-4);
    Path run = folder.resolve(name);
    Manifest manifest =
        Manifest.of("sft", "ab".repeat(32), config, 0)
            .withInputs(Map.of(data.toString(), Hashes.of(data)));
    try (Run open = Run.open(run, manifest)) {
      open.seal(List.of());
    }
    return run;
  }

  private Seen seen(String model) {
    return TrainedOn.of(
            List.of(model),
            name -> name.startsWith("/") ? Optional.of(Path.of(name)) : Optional.empty(),
            Datasets::new)
        .seen(task);
  }

  @Test
  void withoutAManifestNothingIsKnown() {
    Seen seen = seen(folder.resolve("no-run").toString());
    assertThat(seen.contaminated()).isEmpty();
    assertThat(seen.text()).isEqualTo("unknown");
    assertThat(seen.unknown()).hasSize(1).first().asString().contains("no manifest");
  }

  /** The few-shot examples before a question do not hide it, nor do capitals and signs. */
  @Test
  void rowsThatTrainingSawAreCounted() {
    Path run =
        trained(
            "tuned", "org/base", List.of(question(2).toUpperCase(java.util.Locale.ROOT), "Hello!"));
    Seen seen = seen(run.resolve("model").toString());
    assertThat(seen.docIds()).containsExactly(2L);
    assertThat(seen.rows()).isEqualTo(8);
    assertThat(seen.text()).isEqualTo("1 of 8, more unknown");
    assertThat(seen.checked()).containsExactly(run.toString());
    assertThat(seen.unknown()).containsExactly("no manifest tells what org/base was trained on");
  }

  @Test
  void theRunsBehindARunCountToo() {
    Path first = trained("first", "org/base", List.of(question(0)));
    Path second = trained("second", first.resolve("model").toString(), List.of(question(3)));
    Seen seen = seen(second.resolve("model").toString());
    assertThat(seen.docIds()).containsExactly(0L, 3L);
    assertThat(seen.checked()).containsExactly(second.toString(), first.toString());
  }

  @Test
  void dataThatIsGoneOrOtherIsUnknownAndNotNone() throws IOException {
    Path run = trained("tuned", "org/base", List.of("Hello!"));
    Files.writeString(
        folder.resolve("tuned.jsonl"), "{\"prompt\": \"Bye!\", \"completion\": \"Bye.\"}\n");
    Seen changed = seen(run.toString());
    assertThat(changed.text()).isEqualTo("unknown");
    assertThat(changed.unknown()).anyMatch(why -> why.contains("is not what it was trained on"));
    Files.delete(folder.resolve("tuned.jsonl"));
    assertThat(seen(run.toString()).unknown())
        .anyMatch(why -> why.contains("is not there any more"));
  }

  @Test
  void aBreakFixRunTellsTheRowsOfItsStages() {
    Map<String, Object> config = Map.of("model", "org/base");
    Path run = folder.resolve("fixed");
    try (Run open = Run.open(run, Manifest.of("breakfix", "ab".repeat(32), config, 0))) {
      open.seal(List.of());
    }
    assertThat(seen(run.toString()).text()).isEqualTo("unknown");
    AtomicFile.write(
        run.resolve("round-2/pairs.jsonl"),
        dev.ballast.json.Json.encode(
                LmEvalFiles.ordered("prompt", question(1), "chosen", "No.", "rejected", "Yes."))
            + "\n");
    assertThat(seen(run.resolve("round-2/stage-1/model").toString()).docIds()).containsExactly(1L);
  }

  /** A merge trains nothing: what its adapter and its base saw, it saw. */
  @Test
  void aMergedModelHasSeenWhatItWasMadeFromSaw() throws IOException {
    Path base = trained("base", "org/base", List.of(question(0)));
    Path adapter = trained("adapter", base.resolve("model").toString(), List.of(question(3)));
    Path merged = folder.resolve("merged");
    AtomicFile.write(
        merged.resolve(MadeFrom.FILE),
        MadeFrom.text(List.of(adapter.resolve("model").toString(), base.toString())));
    Seen seen = seen(merged.toString());
    assertThat(seen.docIds()).containsExactly(0L, 3L);
    assertThat(seen.unknown()).containsExactly("no manifest tells what org/base was trained on");
    Files.writeString(merged.resolve(MadeFrom.FILE), "{");
    assertThat(seen(merged.toString()).text()).isEqualTo("unknown");
  }

  /** An adapter of another program tells its base, not its data. */
  @Test
  void theBaseOfAnAdapterCounts() {
    Path base = trained("base", "org/base", List.of(question(0)));
    Path adapter = folder.resolve("foreign");
    AtomicFile.write(
        adapter.resolve("adapter_config.json"),
        dev.ballast.json.Json.encode(Map.of("base_model_name_or_path", base.toString())));
    Seen seen = seen(adapter.toString());
    assertThat(seen.docIds()).containsExactly(0L);
    assertThat(seen.text()).isEqualTo("1 of 8, more unknown");
    assertThat(seen.unknown()).contains("no manifest tells what " + adapter + " was trained on");
  }

  @Test
  void resultsTellItAndAreReadBack() {
    Path run = trained("tuned", "org/base", List.of(question(2)));
    Seen seen = seen(run.toString());
    Path own = folder.resolve("results");
    var _ =
        new LmEvalFiles(own, "now")
            .write("tuned", List.of(task), Map.of(Seen.KEY, Map.of(task.name(), seen)));
    assertThat(EvalFolder.read(own).seen()).containsEntry(task.name(), seen);
    Path older = folder.resolve("older");
    var _ = new LmEvalFiles(older, "now").write("tuned", List.of(task));
    assertThat(EvalFolder.read(older).seen().values().iterator().next().text())
        .isEqualTo("unknown");
  }
}
