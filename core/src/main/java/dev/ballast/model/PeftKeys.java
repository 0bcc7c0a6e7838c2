package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What {@code adapter_config.json} may ask: all else is refused by name, never ignored. */
final class PeftKeys {
  /** Keys that are read. */
  private static final Set<String> READ =
      Set.of(
          "r",
          "lora_alpha",
          "lora_dropout",
          "use_rslora",
          "rank_pattern",
          "alpha_pattern",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "modules_to_save");

  /** Keys that say nothing about what a trained adapter computes. */
  private static final Set<String> SILENT =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "eva_config",
          "inference_mode",
          "loftq_config",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision",
          "runtime_config");

  /** Keys with the values that are implemented; a null is the first of them. */
  private static final Map<String, List<String>> FIXED =
      Map.of(
          "peft_type", List.of("LORA"),
          "task_type", List.of("CAUSAL_LM"),
          "bias", List.of("none"),
          // Others change the base's weights before the adapter goes over them.
          "init_lora_weights", List.of("true", "false", "gaussian", "eva", "orthogonal"));

  private PeftKeys() {}

  /**
   * Look at every key.
   *
   * @throws BadInput for the first that asks what is not implemented
   */
  static void check(JsonNode config) {
    if (unset(config.path("peft_type"))) {
      throw BadInput.of("not an adapter of PEFT's: no peft_type").key("peft_type");
    }
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      boolean known = READ.contains(key) || SILENT.contains(key);
      List<String> allowed = FIXED.getOrDefault(key, List.of());
      if (known || unset(value) || allowed.contains(value.asString(""))) {
        continue;
      }
      String what = allowed.isEmpty() ? "not implemented" : "only " + allowed + " is implemented";
      throw BadInput.of(what)
          .key(key)
          .value(value)
          .fix("merge the adapter into its base with PEFT, and use the merged model");
    }
  }

  /** Tell whether a key is as good as absent. */
  static boolean unset(JsonNode value) {
    boolean no = value.isBoolean() && !value.booleanValue();
    boolean empty =
        value.isString() ? value.stringValue().isEmpty() : value.isContainer() && value.isEmpty();
    return value.isMissingNode() || value.isNull() || no || empty;
  }
}
