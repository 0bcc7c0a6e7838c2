package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FamiliesTest {
  private static final JsonNode TWO_DIMENSIONS =
      Json.tree(
          """
          {"model_type": "llama", "vocab_size": 2, "hidden_size": 2, "intermediate_size": 1,
           "num_hidden_layers": 1, "num_attention_heads": 1, "max_position_embeddings": 4,
           "rms_norm_eps": 1e-12, "tie_word_embeddings": true}
          """);

  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  /**
   * Scores are 0, so token 1 sees the mean of the normed embeddings (√2, 0) and (0, √2); added to
   * its own (0, 2) this is (.70711, 2.70711) with root mean square 1.97844.
   */
  @Test
  void logitsOfAModelSmallEnoughForPaper() {
    try (Decoder decoder = Families.read(TWO_DIMENSIONS, byHand().keySet(), this::tensor);
        Scope _ = Scope.open()) {
      var hidden = decoder.hidden(PackedTokens.rows(List.of(new int[] {0, 1})));
      float[] logits = decoder.head().logits(hidden).toFloats();
      assertThat(logits[2]).isEqualTo(0.35741f, within(1e-4f));
      assertThat(logits[3]).isEqualTo(2.73662f, within(1e-4f));
    }
  }

  @Test
  void missingAndUnexpectedTensorsAreNamed() {
    var names = new TreeSet<>(byHand().keySet());
    names.remove("model.norm.weight");
    names.add("model.extra.weight");
    assertThatThrownBy(() -> Families.read(TWO_DIMENSIONS, names, this::tensor))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("missing model.norm.weight")
        .hasMessageContaining("unexpected model.extra.weight");
  }

  @Test
  void aMisshapenTensorIsNamed() {
    assertThatThrownBy(
            () ->
                Families.read(
                    TWO_DIMENSIONS, byHand().keySet(), _ -> Tensors.ofFloats(new float[9], 3, 3)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("model.embed_tokens.weight must have shape [2, 2]")
        .hasMessageContaining("[3, 3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"pretraining_tp\": 2",
        "\"partial_rotary_factor\": 0.5",
        "\"partial_rotary_factor\": 1.5",
        "\"sliding_window\": 128",
        "\"quantization_config\": {\"bits\": 4}",
        "\"rope_interleaved\": true",
        "\"a_key_of_tomorrow\": [1]"
      })
  void whatIsNotImplementedIsRefused(String key) {
    assertThatThrownBy(() -> Families.config(TinyLlama.config(", " + key)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(key.substring(1, key.indexOf('"', 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"_name_or_path\": \"here\"",
        "\"unsloth_version\": \"2025.1\"",
        "\"transformers.js_config\": {\"dtype\": \"q4\"}",
        "\"torch_dtype\": \"bfloat16\"",
        "\"dtype\": \"bfloat16\"",
        "\"attention_dropout\": 0.1",
        "\"rope_interleaved\": false",
        "\"a_key_of_tomorrow\": null",
        "\"sliding_window\": null",
        "\"rope_scaling\": null"
      })
  void whatChangesNothingIsReadOver(String key) {
    assertThat(Families.config(TinyLlama.config(", " + key)))
        .isEqualTo(Families.config(TinyLlama.config("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{\"rope_type\": \"llama3\", \"factor\": 8.0}; low_freq_factor",
        "{\"rope_type\": \"linear\"}; factor",
        "{\"rope_type\": \"linear\", \"factor\": -2}; factor",
        "{\"rope_type\": \"yarn\"}; factor",
        "{\"rope_type\": \"longrope\", \"short_factor\": [1], \"long_factor\": [1]}; short_factor",
        "{\"rope_type\": \"axial\"}; rope_type",
        "{\"type\": \"linear\", \"factor\": 2.0, \"finetuned\": true}; finetuned"
      })
  void aScalingThatIsIncompleteOrUnknownIsRefused(String scaling, String key) {
    assertThatThrownBy(() -> Families.config(TinyLlama.config(", \"rope_scaling\": " + scaling)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rope_scaling." + key);
  }

  /** What the named keys would do is not implemented in these families. */
  @ParameterizedTest
  @CsvSource({
    "mistral, 'layer_types', '[\"full_attention\"]'",
    "qwen2, 'layer_types', '[\"full_attention\"]'",
    "qwen2, 'layer_types', '[\"sliding_attention\", \"full_attention\"]'",
    "phi3, 'full_attn_mod', '2'",
    "phi3, 'partial_rotary_factor', '1.5'",
    "olmo2, 'clip_qkv', '8.0'",
    "gemma2, 'use_bidirectional_attention', 'true'",
    "gemma3_text, 'attn_logit_softcapping', '50.0'",
    "falcon, 'alibi', 'true'",
    "falcon, 'parallel_attn', 'false'",
    "falcon, 'multi_query', 'false'",
    "falcon, 'num_ln_in_parallel_attn', '2'"
  })
  void everyFamilyRefusesWhatItDoesNotCompute(String family, String key, String value) {
    String text = TinyLlama.config(", \"" + key + "\": " + value).toString();
    JsonNode config = Json.tree(text.replace("\"llama\"", "\"" + family + "\""));
    assertThatThrownBy(() -> Families.config(config))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching(".*(" + key + "|sliding_window).*");
  }

  @Test
  void otherActivationsAreRefused() {
    String text = TinyLlama.config("").toString().replace("silu", "relu");
    assertThatThrownBy(() -> Families.config(Json.tree(text))).hasMessageContaining("hidden_act");
  }

  @Test
  void anUnknownFamilyNamesTheKnownOnes() {
    assertThatThrownBy(() -> Families.config(Json.tree("{\"model_type\": \"bloom\"}")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("bloom")
        .hasMessageContaining("known families: falcon, gemma2, gemma3_text, llama, mistral");
  }

  @Test
  void ropeThetaIsReadFromBothLayouts() {
    JsonNode nested =
        Json.tree(
            TWO_DIMENSIONS
                .toString()
                .replace(
                    "{\"model",
                    "{\"rope_parameters\": {\"rope_theta\": 7.5, \"rope_type\": \"default\"},"
                        + " \"model"));
    assertThat(theta(nested)).isEqualTo(7.5);
    assertThat(theta(TinyLlama.config(""))).isEqualTo(10000);
  }

  private static double theta(JsonNode config) {
    return Families.config(config).rules().attention().ropes().getFirst().theta();
  }

  @Test
  void onlyMatchingParametersTrain() {
    try (Decoder decoder = TinyLlama.decoder(1, "")) {
      assertThat(decoder.trainable(List.of("*.mlp.down_proj.weight", "model.norm.*")))
          .containsExactly(
              "model.layers.0.mlp.down_proj.weight",
              "model.layers.1.mlp.down_proj.weight",
              "model.norm.weight");
      assertThat(decoder.parameters().get("lm_head.weight").requiresGrad()).isFalse();
      assertThatThrownBy(() -> decoder.trainable(List.of("*.nothing")))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("*.nothing");
    }
  }

  @Test
  void parametersAreCounted() {
    assertThat(Families.config(TWO_DIMENSIONS).parameterCount()).isEqualTo(4 + 16 + 4 + 6 + 2);
  }

  private Tensor tensor(String name) {
    float[] values = byHand().get(name);
    int columns = name.contains("down_proj") ? 1 : 2;
    return name.contains("norm")
        ? Tensors.ofFloats(values, 2)
        : Tensors.ofFloats(values, values.length / columns, columns);
  }

  private static Map<String, float[]> byHand() {
    Map<String, float[]> weights = new HashMap<>();
    String layer = "model.layers.0.";
    weights.put("model.embed_tokens.weight", new float[] {1, 0, 0, 2});
    weights.put(layer + "self_attn.q_proj.weight", new float[4]);
    weights.put(layer + "self_attn.k_proj.weight", new float[4]);
    weights.put(layer + "self_attn.v_proj.weight", new float[] {1, 0, 0, 1});
    weights.put(layer + "self_attn.o_proj.weight", new float[] {1, 0, 0, 1});
    weights.put(layer + "mlp.gate_proj.weight", new float[2]);
    weights.put(layer + "mlp.up_proj.weight", new float[2]);
    weights.put(layer + "mlp.down_proj.weight", new float[2]);
    weights.put(layer + "input_layernorm.weight", new float[] {1, 1});
    weights.put(layer + "post_attention_layernorm.weight", new float[] {1, 1});
    weights.put("model.norm.weight", new float[] {1, 1});
    return weights;
  }
}
