package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ballast.json.Json;
import dev.ballast.tensor.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PlanVerbTest {
  @TempDir private Path folder;

  private String rows(int count) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append("{\"prompt\":\"What is ").append(i).append("?\",\"completion\":\"It is ");
      rows.append("a number, ".repeat(1 + i % 7)).append("no more.\"}\n");
    }
    return Files.writeString(folder.resolve("rows.jsonl"), rows).toString();
  }

  private static JsonNode planned(String... words) {
    Typed typed = Typed.run(words);
    assertThat(typed.code()).as(typed.err()).isZero();
    return Json.tree(typed.out());
  }

  @Test
  void tellsStepsTokensMemoryAndTime() throws IOException {
    JsonNode plan =
        planned(words("sft", "--per_device_train_batch_size", "4", "--num_train_epochs", "2"));
    assertThat(plan.path("verb").asString()).isEqualTo("sft");
    assertThat(plan.path("rows").asInt()).isEqualTo(10);
    assertThat(plan.path("rows_truncated").asInt()).isZero();
    assertThat(plan.path("steps").asInt()).isEqualTo(6);
    assertThat(plan.path("steps_per_epoch").asInt()).isEqualTo(3);
    assertThat(plan.path("tokens_per_epoch").asInt()).isGreaterThan(100);
    assertThat(plan.path("trained_parameters").asLong())
        .isEqualTo(plan.path("parameters").asLong());
    double weights = plan.path("parameters").asLong() * 4.0 / (1 << 20);
    assertThat(plan.path("memory_mib").path("weights").asDouble()).isCloseTo(weights, within(1.0));
    assertThat(plan.path("memory_mib").path("peak").asDouble()).isGreaterThan(3 * weights);
    assertThat(plan.path("time_s").path("total").asDouble()).isPositive();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  private String[] words(String verb, String... more) throws IOException {
    String[] words = {
      "plan", verb, "embedded", "--dataset_name", rows(10), "--json",
    };
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void longRowsAreCounted() throws IOException {
    JsonNode plan = planned(words("sft", "--max_length", "30"));
    assertThat(plan.path("rows_truncated").asInt() + plan.path("rows_dropped").asInt())
        .isBetween(1, 10);
  }

  @Test
  void pairsAndTheirReference() throws IOException {
    Path pairs = folder.resolve("pairs.jsonl");
    Files.writeString(
        pairs, "{\"prompt\":\"Hi\",\"chosen\":\"Hello!\",\"rejected\":\"No.\"}\n".repeat(3));
    JsonNode plan =
        planned("plan", "dpo", "embedded", "--dataset_name", pairs.toString(), "--json");
    assertThat(plan.path("time_s").path("reference").asDouble()).isNotNegative();
    assertThat(plan.path("rows").asInt()).isEqualTo(3);
    Typed people = Typed.run("plan", "dpo", "embedded", "--dataset_name", pairs.toString());
    assertThat(people.out()).contains("memory_mib", "  peak ", "time_s", "  training ");
  }

  @Test
  void theKeysAreThoseOfTheVerb() {
    assertThat(Typed.run("plan", "dpo", "--help").out()).contains("--beta", "plan dpo embedded");
    assertThat(Typed.run("plan", "sft", "--help").out()).doesNotContain("--beta");
    Typed none = Typed.run("plan");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("which run is to be planned", "ballast plan dpo");
    assertThat(Typed.run("plan", "raft", "embedded").err()).contains("value raft");
  }

  @Test
  void anAdaptersRunTakesLess() throws IOException {
    JsonNode whole = planned(words("sft"));
    JsonNode adapter = planned(words("sft", "--use_peft", "true", "--lora_r", "4"));
    assertThat(adapter.path("trained_parameters").asLong())
        .isBetween(1L, whole.path("trained_parameters").asLong() / 20);
    assertThat(adapter.path("parameters")).isEqualTo(whole.path("parameters"));
    assertThat(adapter.path("memory_mib").path("moments").asLong())
        .isLessThan(whole.path("memory_mib").path("moments").asLong());
    Typed wrong = Typed.run(words("sft", "--use_peft", "true", "--lora_target_modules", "[nose]"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("lora_target_modules", "nose");
  }

  /** The peak is counted from here on where the system lets a process reset it. */
  private static void resetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      Assumptions.abort("the peak of memory cannot be reset here");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--use_peft true --lora_target_modules all-linear"})
  @Tag("train")
  void theRunTakesWhatWasPlanned(String more) throws IOException {
    String data = rows(200);
    String[] common = {
      "embedded",
      "--dataset_name",
      data,
      "--per_device_train_batch_size",
      "32",
      "--json",
      "--max_steps",
      "20",
      "--save_strategy",
      "no",
      "--output_dir"
    };
    String[] keys =
        Stream.concat(Stream.of(more.split(" ")).filter(word -> !word.isEmpty()), Stream.of(common))
            .toArray(String[]::new);
    JsonNode plan = planned(with("plan", "sft", keys));
    resetPeak();
    long start = System.nanoTime();
    Typed run = Typed.run(with("sft", keys));
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertThat(run.code()).as(run.err()).isZero();
    double peak = Machine.peakMemory().orElseThrow() / (double) (1 << 20);
    assertThat(plan.path("memory_mib").path("peak").asDouble())
        .isCloseTo(peak, withinPercentage(15));
    double trained =
        plan.path("time_s").path("training").asDouble()
            + plan.path("time_s").path("writing").asDouble();
    assertThat(trained).isCloseTo(seconds, withinPercentage(40));
  }

  private String[] with(String verb, String... keys) {
    return Stream.of(Stream.of(verb), Stream.of(keys), Stream.of(folder.resolve("run").toString()))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private String[] with(String plan, String verb, String[] keys) {
    return Stream.concat(Stream.of(plan), Stream.of(with(verb, keys))).toArray(String[]::new);
  }
}
