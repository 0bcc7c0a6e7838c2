package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of public sets, when they lie below BALLAST_DATA_ROOT. */
@Tag("real")
final class RealDataTest {
  private final Path root =
      Path.of(
          Optional.ofNullable(System.getProperty("BALLAST_DATA_ROOT"))
              .or(() -> Optional.ofNullable(System.getenv("BALLAST_DATA_ROOT")))
              .orElse("../../shared/data"));

  @BeforeEach
  void dataAreThere() {
    if (!Files.isDirectory(root)) {
      Assumptions.abort("no data at " + root + "; set BALLAST_DATA_ROOT");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "adversariallm-behaviors/malicious_instruct.txt, lines, 100",
    "adversariallm-behaviors/harmbench_behaviors_text_val.csv, harmbench, 80",
    "adversariallm-behaviors/advbench_behaviors.csv, harmbench, 520",
    "adversariallm-behaviors/tdc2023_test_phase_behaviors.csv, harmbench, 50",
    "red-instruct/catqa_english.json, categories, 500",
    "red-instruct/dangerousqa.json, categories, 200",
    "red-instruct/harmfulqa.json, categories, 1960",
    "coconot/coconot_pref.jsonl, coconot, 927",
    "refusal-direction/harmless_train.json, alpaca, 18793",
    "self-instruct/seed_tasks.jsonl, self_instruct, 175",
    "self-instruct/user_oriented_instructions.jsonl, self_instruct, 252",
    "ailuminate-demo/en_us.csv, ailuminate, 1100",
    "openai-rbr/train.jsonl, trl, 351",
    "safety-tuned-llamas/I-CoNa.json, categories, 178",
    "safety-tuned-llamas/safety_only_data_Instructions.json, alpaca, 2483"
  })
  void prompts(String path, String format, int rows) {
    assertThat(read(path, format, PromptRow.class).rows()).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "mmlu-arc-csqa/ARC-Easy_test.csv, arc, 2365",
    "mmlu-arc-csqa/ARC-Challenge_test.csv, arc, 1165",
    "truthfulqa/mc_task.json, truthfulqa_mc1, 817"
  })
  void choices(String path, String format, int rows) {
    assertThat(read(path, format, ChoiceRow.class).rows()).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource({"gsm8k/train.jsonl, gsm8k, 7473", "gsm8k/test-first1019.jsonl, gsm8k, 1019"})
  void tasks(String path, String format, int rows) {
    assertThat(read(path, format, TaskRow.class).rows()).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource("hh-rlhf/harmless-1800.jsonl, hh, 1800")
  void pairs(String path, String format, int rows) {
    Loaded<PreferencePair> loaded = read(path, format, PreferencePair.class);
    assertThat(loaded.rows().size() + loaded.skipped().size()).isEqualTo(rows);
    assertThat(loaded.skipped()).hasSizeLessThan(12);
  }

  private <T extends Row> Loaded<T> read(String path, String format, Class<T> type) {
    return new Datasets(root).read(DatasetSpec.of(path, format), type);
  }

  @Test
  void objectivesOfDifferentSetsOverlapLittle() {
    List<PromptRow> train =
        read("red-instruct/catqa_english.json", "categories", PromptRow.class).rows();
    List<PromptRow> eval =
        read("adversariallm-behaviors/malicious_instruct.txt", "lines", PromptRow.class).rows();
    assertThat(Contamination.check(train, eval).overlaps()).isEmpty();
    List<PromptRow> advBench =
        read("adversariallm-behaviors/advbench_behaviors.csv", "harmbench", PromptRow.class).rows();
    // AdversarialQA is AdvBench under another name.
    List<PromptRow> copy =
        read("red-instruct/adversarialqa.json", "categories", PromptRow.class).rows();
    assertThat(Contamination.check(advBench, copy).exact()).isGreaterThan(450);
    assertThat(Contamination.without(advBench, copy)).hasSizeLessThan(60);
  }
}
