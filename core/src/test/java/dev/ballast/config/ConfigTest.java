package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {
  enum Divergence {
    REVERSE_KL,
    JS_DIVERGENCE
  }

  record Lora(
      @Key(value = "16", doc = "rank") int loraR,
      @Key("q_proj,v_proj") List<String> loraTargetModules) {}

  record Sampling(@Key("0.7") double temperature, @Key("64") int maxNewTokens) {}

  record Stage(double learningRate, @Key("1") int epochs) {
    Stage {
      if (!(learningRate > 0)) {
        throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
      }
    }
  }

  record Recipe(
      @Key(value = "0.1", doc = "strength") double beta,
      @Key("1e-6") double learningRate,
      @Key("42") long seed,
      @Key("false") boolean bf16,
      @Key("reverse_kl") Divergence fDivergenceType,
      @Key("[]") List<String> stop,
      @Key("sigmoid") List<String> lossType,
      @Key("[]") List<Double> lossWeights,
      Optional<Path> trainFile,
      Optional<Double> ldAlpha,
      @Key("{}") Map<String, Integer> parts,
      @Key("[]") List<Stage> stages,
      Sampling sampling,
      @Flat Lora lora,
      @Key(value = "runs", behaviour = false) Path outputDir,
      @Key(value = "none") String modelRevision) {
    Recipe {
      if (!(beta > 0)) {
        throw new IllegalArgumentException("beta must be > 0, was " + beta);
      }
    }
  }

  record Strict(String name, int count) {}

  @TempDir Path folder;

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), text);
  }

  private static Recipe typed(String key, String value) {
    return Config.decode(Recipe.class, Optional.empty(), Map.of(key, value)).value();
  }

  private BadInput error(String text, Map<String, String> overrides) throws IOException {
    Path file = yaml(text);
    return catchThrowableOfType(
        BadInput.class, () -> Config.decode(Recipe.class, Optional.of(file), overrides));
  }

  @Test
  void defaultsAreReadAsIfTyped() {
    Recipe recipe = Config.decode(Recipe.class, Optional.empty(), Map.of()).value();

    assertThat(recipe.learningRate()).isEqualTo(1e-6);
    assertThat(recipe.lora()).isEqualTo(new Lora(16, List.of("q_proj", "v_proj")));
    assertThat(recipe.sampling()).isEqualTo(new Sampling(0.7, 64));
    assertThat(recipe.lossType()).containsExactly("sigmoid");
    assertThat(recipe.trainFile()).isEmpty();
    assertThat(recipe.outputDir()).isEqualTo(Path.of("runs"));
  }

  @Test
  void fileIsReadAndCommandLineWins() throws IOException {
    Path file =
        yaml(
            """
            beta: 0.5
            learning_rate: 1e-4
            seed: 1e3
            bf16: true
            f_divergence_type: js_divergence
            stop: [no, off, "1"]
            loss_type: ipo
            loss_weights: [1, 0.5]
            train_file: data/rows.jsonl
            parts: {b: 2, a: 1}
            stages:
              - learning_rate: 2e-5
              - {learning_rate: 1e-5, epochs: 3}
            sampling: {temperature: 0}
            lora_r: 8
            """);

    Recipe recipe =
        Config.decode(
                Recipe.class,
                Optional.of(file),
                Map.of("lora-r", "4", "sampling.max_new_tokens", "9", "beta", "2"))
            .value();

    assertThat(recipe.beta()).isEqualTo(2);
    assertThat(recipe.learningRate()).isEqualTo(1e-4);
    assertThat(recipe.seed()).isEqualTo(1000);
    assertThat(recipe.bf16()).isTrue();
    assertThat(recipe.fDivergenceType()).isEqualTo(Divergence.JS_DIVERGENCE);
    assertThat(recipe.stop()).containsExactly("no", "off", "1");
    assertThat(recipe.lossType()).containsExactly("ipo");
    assertThat(recipe.lossWeights()).containsExactly(1.0, 0.5);
    assertThat(recipe.trainFile()).contains(Path.of("data/rows.jsonl"));
    assertThat(recipe.parts()).containsExactly(Map.entry("b", 2), Map.entry("a", 1));
    assertThat(recipe.stages()).containsExactly(new Stage(2e-5, 1), new Stage(1e-5, 3));
    assertThat(recipe.sampling()).isEqualTo(new Sampling(0, 9));
    assertThat(recipe.lora().loraR()).isEqualTo(4);
  }

  @Test
  void typedListsAndTextKeepWhatWasTyped() {
    assertThat(typed("stop", "[a, b]").stop()).containsExactly("a", "b");
    assertThat(typed("stop", "a,1.10").stop()).containsExactly("a", "1.10");
    assertThat(typed("stop", "\"a, b\"").stop()).containsExactly("a, b");
    assertThat(typed("loss-weights", "1, 2e-1").lossWeights()).containsExactly(1.0, 0.2);
    assertThat(typed("model_revision", "1.10").modelRevision()).isEqualTo("1.10");
    assertThat(typed("model_revision", "a: *b").modelRevision()).isEqualTo("a: *b");
    assertThat(typed("model_revision", "'no'").modelRevision()).isEqualTo("no");
    assertThat(typed("ld_alpha", "null").ldAlpha()).isEmpty();
    assertThat(typed("ld_alpha", "0.5").ldAlpha()).contains(0.5);
  }

  @Test
  void oneErrorNamesFileRowKeyValueAndFix() throws IOException {
    assertThat(error("seed: 1\nbetta: 0.1\n", Map.of()))
        .hasMessage(
            "unknown key (file %s, row 2, key betta). Fix: did you mean beta?"
                .formatted(folder.resolve("recipe.yaml")));
    assertThat(error("beta: much\n", Map.of()))
        .hasMessage(
            "a number is wanted (file %s, row 1, key beta, value much)"
                .formatted(folder.resolve("recipe.yaml")));
    assertThat(error("", Map.of("beta", "-1")))
        .hasMessage("beta must be > 0, was -1.0 (key --beta)");
    assertThat(error("", Map.of("zzzzzzzzzz", "1")).getMessage())
        .contains("key --zzzzzzzzzz")
        .contains("use one of beta, bf16");
  }

  @Test
  void allErrorsComeAtOnce() throws IOException {
    String text =
        """
        beta: much
        seed: 1.5
        bf16: yes
        f_divergence_type: reverse_k
        stages:
          - learning_rate: 1
          - learning_rate: -1
          - epochs: 2
        sampling: {temprature: 1}
        stop:
        """;

    assertThat(error(text, Map.of("lora_r", "99999999999")).getMessage())
        .startsWith("9 errors in the configuration:")
        .contains("a number is wanted", "row 1, key beta, value much")
        .contains("a whole number is wanted", "row 2, key seed, value 1.5")
        .contains("true or false is wanted", "row 3, key bf16, value yes")
        .contains("did you mean reverse_kl?")
        .contains("learning_rate must be > 0", "row 7, key stages[1].learning_rate")
        .contains("a required key is missing", "key stages[2].learning_rate")
        .contains("row 9, key sampling.temprature). Fix: did you mean temperature?")
        .contains("row 10, key stop")
        .contains("key --lora_r, value 99999999999");
  }

  @Test
  void missingRequiredKeysAreNamed() {
    assertThatThrownBy(() -> Config.decode(Strict.class, Optional.empty(), Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("key name")
        .hasMessageContaining("key count")
        .hasMessageContaining("give it whole number");
  }

  @Test
  void brokenListOnTheCommandLineIsOneError() throws IOException {
    assertThat(error("", Map.of("stop", "[a, b")).getMessage())
        .startsWith("not valid YAML")
        .contains("key --stop, value [a, b");
  }

  @Test
  void treeReadElsewhereNamesItsSource() {
    assertThatThrownBy(() -> Config.decode(Strict.class, Yaml.tree("{name: x}"), "suite.yaml"))
        .hasMessage(
            "a required key is missing (file suite.yaml, key count). Fix: give it whole number");
  }

  @Test
  void sameKeyTwiceOnTheCommandLineIsRefused() throws IOException {
    assertThat(error("", Map.of("lora_r", "1", "lora-r", "2")).getMessage())
        .contains("given twice");
  }

  @Test
  void trlKeysAreIgnoredWithANoticeOrRefusedWithTheReason() throws IOException {
    Path file =
        yaml(
            "fsdp_config: {a: 1}\nreport_to: none\ntrust_remote_code: false\noptim: adamw_torch\n");

    assertThat(Config.decode(Recipe.class, Optional.of(file), Map.of()).notices())
        .hasSize(4)
        .anyMatch(notice -> notice.equals("fsdp_config is ignored: one run trains on one device"));
    assertThat(error("trust_remote_code: true\nload_in_4bit: true\n", Map.of()).getMessage())
        .contains("row 1, key trust_remote_code, value true")
        .contains("code from a checkpoint is never run")
        .contains("row 2, key load_in_4bit");
    assertThat(error("", Map.of("rpo-alpha", "1.0")).getMessage()).contains("loss_weights");
  }

  @Test
  void keysTellNameTypeDefaultAndDoc() {
    List<KeySpec> keys = Config.keys(Recipe.class);

    assertThat(keys)
        .contains(new KeySpec("beta", "number", Optional.of("0.1"), false, "strength", true))
        .contains(new KeySpec("lora_r", "whole number", Optional.of("16"), false, "rank", true))
        .contains(new KeySpec("train_file", "path", Optional.empty(), false, "", true))
        .contains(new KeySpec("output_dir", "path", Optional.of("runs"), false, "", false))
        .contains(
            new KeySpec("stages[].learning_rate", "number", Optional.empty(), true, "", true));
    assertThat(keys).extracting(KeySpec::name).contains("sampling.temperature", "stages");
    assertThat(keys)
        .extracting(KeySpec::type)
        .contains("list of text", "map of whole number", "reverse_kl|js_divergence", "true|false");
  }

  @Test
  void fingerprintDependsOnBehaviourAlone() {
    String plain = Config.fingerprint(typed("beta", "0.1"));

    assertThat(plain).hasSize(64).isEqualTo(Config.fingerprint(typed("output_dir", "elsewhere")));
    assertThat(plain).isNotEqualTo(Config.fingerprint(typed("beta", "0.2")));
    assertThat(plain).isNotEqualTo(Config.fingerprint(typed("sampling.temperature", "0")));
    assertThat(Config.fingerprint(typed("parts", "{a: 1, b: 2}")))
        .isEqualTo(Config.fingerprint(typed("parts", "{b: 2, a: 1}")));
  }

  @Test
  void fingerprintIsTheHashOfSortedKeys() {
    // sha256 of {"count":3,"name":"x"}
    assertThat(Config.fingerprint(new Strict("x", 3)))
        .isEqualTo("07f1c9ddf4fea3d64f65be55ddd468d11de2a07183bfa387eb3b13fbbfb11ac1");
  }

  @Test
  void flatJoinsNestedKeysByDots() {
    assertThat(Config.flat(typed("stages", "[{learning_rate: 1}]")))
        .containsEntry("sampling.temperature", 0.7)
        .containsEntry("f_divergence_type", "reverse_kl")
        .containsEntry("output_dir", "runs")
        .containsEntry("stages", List.of(Map.of("learning_rate", 1.0, "epochs", 1)))
        .doesNotContainKey("train_file");
  }
}
