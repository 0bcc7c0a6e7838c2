package dev.ballast.model;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A low-rank adapter: W x becomes W x + s · B A x, where A has r rows and s is α/r (Hu et al. 2021,
 * arXiv 2106.09685) or α/√r (Kalajdzievski 2023, arXiv 2312.03732). The components are keys of
 * PEFT's {@code adapter_config.json}.
 *
 * @param dropout share of the inputs of A that training drops
 * @param rankStabilised whether s is α/√r
 * @param rankPattern r of some modules, by the ends of their names; behind a ^ the whole name
 * @param alphaPattern α of some modules, by the same keys
 */
public record LoraConfig(
    int r,
    double alpha,
    double dropout,
    boolean rankStabilised,
    LoraTargets targets,
    Map<String, Integer> rankPattern,
    Map<String, Double> alphaPattern) {
  public LoraConfig {
    rankPattern = Collections.unmodifiableMap(new LinkedHashMap<>(rankPattern));
    alphaPattern = Collections.unmodifiableMap(new LinkedHashMap<>(alphaPattern));
    atLeastOne("r", r);
    rankPattern.values().forEach(rank -> atLeastOne("rank_pattern", rank));
    finite(alpha);
    alphaPattern.values().forEach(LoraConfig::finite);
    if (!(dropout >= 0 && dropout < 1)) {
      throw BadInput.of("lora_dropout must be in [0, 1)").key("lora_dropout").value(dropout);
    }
  }

  LoraConfig withTargets(LoraTargets other) {
    return new LoraConfig(r, alpha, dropout, rankStabilised, other, rankPattern, alphaPattern);
  }

  /** Return the number of rows of A for a module. */
  int rank(String module) {
    return of(rankPattern, module).orElse(r);
  }

  /** Return s for a module. */
  double scale(String module) {
    double rank = rank(module);
    return of(alphaPattern, module).orElse(alpha) / (rankStabilised ? Math.sqrt(rank) : rank);
  }

  /**
   * Decode {@code adapter_config.json}, as PEFT up to 0.21 writes it.
   *
   * @throws BadInput for what is not LoRA, and for a key that changes the computation in a way not
   *     implemented
   */
  static LoraConfig of(JsonNode config) {
    PeftKeys.check(config);
    Map<String, Integer> ranks = new LinkedHashMap<>();
    pattern(config, "rank_pattern").forEach((name, value) -> ranks.put(name, whole(value)));
    Map<String, Double> alphas = new LinkedHashMap<>();
    pattern(config, "alpha_pattern")
        .forEach((name, value) -> alphas.put(name, value.asDouble(Double.NaN)));
    return new LoraConfig(
        whole(config.path("r")),
        number(config, "lora_alpha", 8),
        number(config, "lora_dropout", 0),
        flag(config, "use_rslora"),
        LoraTargets.of(config),
        ranks,
        alphas);
  }

  /**
   * Write {@code adapter_config.json} as PEFT reads it.
   *
   * @param base the model that the adapter goes over: a folder or a hub id
   * @param revision of the hub's
   */
  public JsonNode json(String base, Optional<String> revision) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("peft_type", "LORA");
    keys.put("task_type", "CAUSAL_LM");
    keys.put("base_model_name_or_path", base);
    keys.put("revision", revision);
    keys.put("inference_mode", true);
    keys.put("r", r);
    keys.put("lora_alpha", alpha == Math.rint(alpha) ? (Object) (long) alpha : (Object) alpha);
    keys.put("lora_dropout", dropout);
    keys.put("use_rslora", rankStabilised);
    keys.put("rank_pattern", rankPattern);
    keys.put("alpha_pattern", alphaPattern);
    keys.put("bias", "none");
    keys.put("fan_in_fan_out", false);
    keys.put("init_lora_weights", true);
    keys.put("use_dora", false);
    targets.putInto(keys);
    return Json.treeOf(keys);
  }

  private static <V> Optional<V> of(Map<String, V> pattern, String module) {
    return pattern.entrySet().stream()
        .filter(entry -> means(entry.getKey(), module))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean means(String key, String module) {
    return key.startsWith("^")
        ? module.equals(key.substring(1))
        : ModuleNames.Listed.endsIn(module, key);
  }

  /** In PEFT a key is a regular expression; here it is the end of a name, or ^ and all of it. */
  private static Map<String, JsonNode> pattern(JsonNode config, String key) {
    JsonNode pattern = config.path(key);
    if (!pattern.isObject() && !PeftKeys.unset(pattern)) {
      throw BadInput.of("a map is wanted").key(key).value(pattern);
    }
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : pattern.properties()) {
      String name = entry.getKey();
      if (!name.matches("\\^?[A-Za-z0-9_.]+") || !entry.getValue().isNumber()) {
        throw BadInput.of("only names of modules with numbers are implemented")
            .key(key)
            .value(entry);
      }
      entries.put(name, entry.getValue());
    }
    return entries;
  }

  /** Return a whole number, 0 where it is none: no key allows that. */
  private static int whole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
  }

  private static boolean flag(JsonNode config, String key) {
    JsonNode value = config.path(key);
    if (!value.isBoolean() && !PeftKeys.unset(value)) {
      throw BadInput.of("true or false is wanted").key(key).value(value);
    }
    return value.isBoolean() && value.booleanValue();
  }

  private static double number(JsonNode config, String key, double standard) {
    JsonNode value = config.path(key);
    if (PeftKeys.unset(value)) {
      return standard;
    }
    if (!value.isNumber()) {
      throw BadInput.of("a number is wanted").key(key).value(value);
    }
    return value.asDouble(Double.NaN);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw BadInput.of(key + " must be >= 1").key(key).value(value);
    }
  }

  private static void finite(double value) {
    if (!Double.isFinite(value)) {
      throw BadInput.of("lora_alpha must be a finite number").key("lora_alpha").value(value);
    }
  }
}
