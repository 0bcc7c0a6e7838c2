package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
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
      float[] logits = Nn.linear(hidden, decoder.head()).toFloats();
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
        "\"attention_bias\": true",
        "\"mlp_bias\": true",
        "\"pretraining_tp\": 2",
        "\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8.0}",
        "\"rope_parameters\": {\"rope_type\": \"yarn\", \"rope_theta\": 5.0}",
        "\"sliding_window\": 128"
      })
  void whatIsNotImplementedIsRefused(String key) {
    assertThatThrownBy(() -> Families.config(TinyLlama.config(", " + key)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(key.substring(1, key.indexOf('"', 1)));
  }

  @Test
  void otherActivationsAreRefused() {
    String text = TinyLlama.config("").toString().replace("silu", "gelu");
    assertThatThrownBy(() -> Families.config(Json.tree(text))).hasMessageContaining("hidden_act");
  }

  @Test
  void anUnknownFamilyNamesTheKnownOnes() {
    assertThatThrownBy(() -> Families.config(Json.tree("{\"model_type\": \"bloom\"}")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("bloom")
        .hasMessageContaining("known families: llama");
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
    assertThat(Families.config(nested).ropeTheta()).isEqualTo(7.5);
    assertThat(Families.config(TinyLlama.config("")).ropeTheta()).isEqualTo(10000);
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
