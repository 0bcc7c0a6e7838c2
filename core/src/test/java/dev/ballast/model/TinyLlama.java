package dev.ballast.model;

import dev.ballast.json.Json;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Small random decoders for tests. */
public final class TinyLlama {
  private TinyLlama() {}

  /** Copy all gradients, by name, and drop them. */
  public static Map<String, double[]> gradients(Decoder model) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      model
          .parameters()
          .forEach(
              (name, weight) -> {
                if (weight.hasGrad()) {
                  gradients.put(name, weight.grad().toDoubles());
                  weight.dropGrad();
                }
              });
    }
    return gradients;
  }

  /** Return a config of 2 layers, 4 query heads over 2 key heads, 64 tokens of vocabulary. */
  public static JsonNode config(String more) {
    return Json.tree(
        """
        {"model_type": "llama", "vocab_size": 64, "hidden_size": 32, "intermediate_size": 48,
         "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
         "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "rope_theta": 10000,
         "hidden_act": "silu", "eos_token_id": 2 %s}
        """
            .formatted(more));
  }

  /** Return a decoder whose weights are far enough from 0 for positions and heads to matter. */
  public static Decoder decoder(long seed, String more) {
    Decoder decoder = Families.random(config(more), new SplittableRandom(seed));
    decoder
        .parameters()
        .forEach(
            (_, tensor) -> {
              if (tensor.dim() == 2) {
                tensor.mulInPlace(12);
              }
            });
    return decoder;
  }

  /** Return settings with r 4 and α 8 of an adapter for every linear layer. */
  public static LoraConfig lora(double dropout, String... modulesToSave) {
    LoraTargets all = LoraTargets.of(List.of(LoraTargets.ALL_LINEAR), List.of(modulesToSave));
    return new LoraConfig(4, 8, dropout, false, all, Map.of(), Map.of());
  }

  /** Return an adapter whose B is not zero. */
  public static Adapter adapter(Decoder base, LoraConfig config, long seed) {
    Adapter adapter = Adapter.fresh(config, base, seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    try (Scope _ = Scope.open()) {
      adapter
          .parameters()
          .forEach(
              (_, weight) -> {
                Tensor noise = Tensors.randn(random, 0.1, weight.shape());
                weight.addInPlace(Device.of(weight).take(noise));
              });
    }
    return adapter;
  }

  public static int[] row(long seed, int length) {
    return new SplittableRandom(seed).ints(length, 3, 64).toArray();
  }

  /** Return one row behind the other. */
  public static int[] concat(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }
}
