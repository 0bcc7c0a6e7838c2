package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From training an adapter to the merged model, as a person types it. */
class AdapterVerbsTest {
  @TempDir Path root;

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private Typed done(String... words) {
    Typed typed = Typed.run(words);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed;
  }

  private List<Double> sums(String out, String... model) {
    String[] words = new String[model.length + 5];
    words[0] = "logprobs";
    System.arraycopy(model, 0, words, 1, model.length);
    words[model.length + 1] = "--data";
    words[model.length + 2] = path("rows.jsonl");
    words[model.length + 3] = "--output";
    words[model.length + 4] = path(out);
    var _ = done(words);
    return JsonLines.read(root.resolve(out), row -> row.path("sum").asDouble());
  }

  @Test
  void anAdapterIsTrainedScoredInspectedAndMerged() throws IOException {
    Files.writeString(
        root.resolve("rows.jsonl"),
        """
        {"prompt":"Hello!","completion":" What can I do for you?"}
        {"prompt":"The capital of France","completion":" is Paris."}
        """);
    var _ =
        done(
            "sft",
            "embedded",
            "--dataset_name",
            path("rows.jsonl"),
            "--output_dir",
            path("run"),
            "--use_peft",
            "--lora_r",
            "4",
            "--lora_target_modules",
            "all-linear",
            "--learning_rate",
            "1e-2",
            "--max_steps",
            "3");
    String adapter = path("run/model");
    List<Double> base = sums("base.jsonl", "embedded");
    List<Double> adapted = sums("adapted.jsonl", adapter);
    assertThat(adapted.getFirst()).isNotCloseTo(base.getFirst(), within(0.01));
    assertThat(sums("named.jsonl", adapter, "--base", "embedded")).isEqualTo(adapted);

    JsonNode facts = Json.tree(done("inspect", adapter, "--json").out());
    assertThat(facts.path("lora_r").asInt()).isEqualTo(4);
    assertThat(facts.path("adapter_base").asString()).isEqualTo("embedded");

    var _ = done("merge", adapter, path("merged"));
    assertThat(Path.of(path("merged")).resolve("made_from.json"))
        .content()
        .contains(Path.of(adapter).toAbsolutePath().normalize().toString());
    List<Double> merged = sums("merged.jsonl", path("merged"));
    for (int i = 0; i < merged.size(); i++) {
      assertThat(merged.get(i)).isCloseTo(adapted.get(i), within(1e-4 * Math.abs(merged.get(i))));
    }

    Typed twice = Typed.run("merge", path("merged"), path("again"));
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("no adapter to merge", "Fix: ");
    Typed baseless = Typed.run("inspect", path("merged"), "--base", "embedded");
    assertThat(baseless.code()).isEqualTo(2);
    assertThat(baseless.err()).contains("only an adapter has a base");
  }
}
