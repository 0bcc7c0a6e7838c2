package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class LoraConfigTest {
  private static final ModelConfig UNTIED = Families.config(TinyLlama.config(""));
  private static final ModelConfig TIED =
      Families.config(TinyLlama.config(", \"tie_word_embeddings\": true"));

  /** Return a small configuration with some keys in place of its own. */
  private static JsonNode json(String more) {
    ObjectNode config =
        (ObjectNode)
            Json.tree(
                """
                {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "lora_alpha": 8,
                 "target_modules": ["q_proj"], "bias": "none", "use_dora": false,
                 "layer_replication": null, "loftq_config": {}}
                """);
    Json.tree("{" + more + "}").properties().forEach(e -> config.set(e.getKey(), e.getValue()));
    return config;
  }

  private static LoraSelection selected(String more) {
    return LoraSelection.of(LoraConfig.of(json(more)).targets(), UNTIED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"peft_type\": \"IA3\"",
        "\"task_type\": \"SEQ_CLS\"",
        "\"bias\": \"lora_only\"",
        "\"use_dora\": true",
        "\"fan_in_fan_out\": true",
        "\"lora_bias\": true",
        "\"init_lora_weights\": \"pissa\"",
        "\"layer_replication\": [[0, 2]]",
        "\"trainable_token_indices\": [1]",
        "\"target_parameters\": [\"experts\"]",
        "\"a_key_of_tomorrow\": 1",
        "\"r\": 0",
        "\"r\": 2.5",
        "\"lora_alpha\": \"8\"",
        "\"lora_dropout\": 1",
        "\"use_rslora\": \"yes\"",
        "\"rank_pattern\": {\"q_.*\": 2}",
        "\"rank_pattern\": {\"q_proj\": 0}",
        "\"rank_pattern\": 3",
        "\"alpha_pattern\": {\"q_proj\": \"2\"}",
        "\"target_modules\": [1]",
        "\"target_modules\": \"(q_proj\"",
        "\"exclude_modules\": \"(?P<x>q)\"",
        "\"layers_to_transform\": [\"0\"]",
        "\"modules_to_save\": [\"a b\"]"
      })
  void whatIsNotImplementedOrWrongIsRefusedByName(String key) {
    assertThatThrownBy(() -> LoraConfig.of(json(key)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("key " + key.substring(1, key.indexOf('"', 1)));
  }

  @Test
  void scalesFollowRankAndPatterns() {
    LoraConfig plain =
        LoraConfig.of(json("\"rank_pattern\": {\"q_proj\": 2}, \"alpha_pattern\": {\"0.a\": 3}"));
    assertThat(plain.rank("model.x.q_proj")).isEqualTo(2);
    assertThat(plain.scale("model.x.q_proj")).isEqualTo(4);
    assertThat(plain.scale("model.x.k_proj")).isEqualTo(2);
    assertThat(plain.scale("model.0.a")).isEqualTo(0.75);
    LoraConfig whole = LoraConfig.of(json("\"rank_pattern\": {\"^model.0.a\": 2}"));
    assertThat(whole.rank("model.0.a")).isEqualTo(2);
    assertThat(whole.rank("x.model.0.a")).isEqualTo(4);
    LoraConfig stabilised = LoraConfig.of(json("\"use_rslora\": true, \"r\": 2"));
    assertThat(stabilised.scale("x")).isCloseTo(8 / Math.sqrt(2), within(1e-12));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    LoraConfig config = TinyLlama.lora(0.1, "lm_head");
    JsonNode written = config.json("org/base", Optional.of("v2"));
    LoraConfig read = LoraConfig.of(written);
    assertThat(read.r()).isEqualTo(4);
    assertThat(read.dropout()).isEqualTo(0.1);
    assertThat(read.targets().allLinear()).isTrue();
    assertThat(read.targets().modulesToSave()).containsExactly("lm_head");
    assertThat(written.path("lora_alpha").isIntegralNumber()).isTrue();
    assertThat(written.path("revision").asString()).isEqualTo("v2");
    assertThat(written.path("exclude_modules").isNull()).isTrue();
  }

  @Test
  void modulesAreSelectedAsPeftSelectsThem() {
    assertThat(selected("\"target_modules\": [\"self_attn.q_proj\", \"absent\"]").modules())
        .containsExactly("model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj");
    assertThat(selected("\"target_modules\": null").modules()).hasSize(4);
    assertThat(selected("\"target_modules\": \"all-linear\"").modules())
        .hasSize(14)
        .doesNotContain("lm_head");
    assertThat(selected("\"target_modules\": \"model.*[.]1[.].*_proj\"").modules()).hasSize(7);
    assertThat(selected("\"layers_to_transform\": 1").modules())
        .containsExactly("model.layers.1.self_attn.q_proj");
    assertThat(selected("\"layers_to_transform\": [0], \"layers_pattern\": \"layers\"").modules())
        .containsExactly("model.layers.0.self_attn.q_proj");
    assertThat(
            selected(
                    "\"layers_to_transform\": [0], \"target_modules\":"
                        + " [\"v_proj\", \"model.layers.1.self_attn.q_proj\"]")
                .modules())
        .containsExactlyInAnyOrder(
            "model.layers.0.self_attn.v_proj", "model.layers.1.self_attn.q_proj");
    assertThat(selected("\"exclude_modules\": [\"layers.0.self_attn.q_proj\"]").modules())
        .containsExactly("model.layers.1.self_attn.q_proj");
    LoraSelection saving =
        selected("\"target_modules\": \"all-linear\", \"modules_to_save\": [\"mlp\", \"norm\"]");
    assertThat(saving.modules()).hasSize(8).noneMatch(name -> name.contains("mlp"));
    assertThat(saving.parameters()).hasSize(6 + 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'target_modules': ['embed_tokens'] | low-rank matrices for an embedding",
        "'target_modules': ['lm_head'] | low-rank matrices for an embedding",
        "'target_modules': ['norm'] | no linear layer",
        "'target_modules': ['absent'] | no module of the model matches",
        "'target_modules': '((([a-z_.0-9]+)+)+)+!\\\\1' | takes too long",
        "'modules_to_save': ['absent'] | no module of the model has this name",
        "'modules_to_save': ['_proj'] | cannot be adapted and trained whole"
      })
  void whatCannotBeAdaptedIsRefused(String key, String message) {
    assertThatThrownBy(() -> selected(key.replace('\'', '"')))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void tiedEmbeddingsAreRefused() {
    for (String name : List.of("lm_head", "embed_tokens")) {
      LoraTargets saved = LoraTargets.of(List.of(), List.of(name));
      assertThatThrownBy(() -> LoraSelection.of(saved, TIED))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("input and output embedding are one", "modules_to_save", name);
      LoraTargets adapted = LoraTargets.of(List.of(name), List.of());
      assertThatThrownBy(() -> LoraSelection.of(adapted, TIED))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("embedding", "target_modules", name);
    }
  }
}
