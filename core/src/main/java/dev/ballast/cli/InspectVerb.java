package dev.ballast.cli;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.TensorEntry;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.model.Adapter;
import dev.ballast.model.Families;
import dev.ballast.model.LoraConfig;
import dev.ballast.model.ModelConfig;
import dev.ballast.tensor.Tensor;
import dev.ballast.tokenizer.ChatTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells what a model is, without reading its weights. */
final class InspectVerb implements Verb {
  private static final double MIB = 1 << 20;

  record Keys(ModelKeys model) {}

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String summary() {
    return "family, sizes, dtype, template, special tokens, memory that a model needs";
  }

  @Override
  public String example() {
    return "ballast inspect embedded";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    try (Loaded loaded = Loaded.open(keys.model())) {
      Map<String, Object> facts = facts(loaded);
      StringBuilder text = new StringBuilder();
      facts.forEach(
          (name, value) -> text.append(String.format(Locale.ROOT, "%-22s %s%n", name, value)));
      call.result(facts, text.toString());
    }
    return 0;
  }

  private static Map<String, Object> facts(Loaded loaded) {
    ModelConfig config = Families.config(loaded.checkpoint());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", loaded.checkpoint().source().toString());
    facts.put("sha256", loaded.checkpoint().hash());
    facts.put("family", config.family());
    facts.put("parameters", config.parameterCount());
    facts.put("dtype", dtypes(loaded.checkpoint().weights()));
    facts.put("layers", config.layers());
    facts.put("hidden_size", config.hidden());
    facts.put("intermediate_size", config.intermediate());
    facts.put("heads", config.heads());
    facts.put("kv_heads", config.kvHeads());
    facts.put("head_dim", config.headSize());
    facts.put("vocabulary", config.vocabulary());
    facts.put("context", config.context());
    facts.put("tied_embeddings", config.tied());
    facts.put("bos", loaded.tokenizer().bos().orElse("none"));
    facts.put("eos", loaded.tokenizer().eos().orElse("none"));
    facts.put("pad", loaded.tokenizer().pad().orElse("none"));
    facts.put(
        "end_tokens",
        IntStream.of(loaded.tokenizer().endTokens()).mapToObj(loaded.tokenizer()::token).toList());
    facts.put(
        "template_sha256",
        ChatTemplate.of(loaded.checkpoint(), loaded.tokenizer())
            .map(ChatTemplate::sha256)
            .orElse("no chat template"));
    double weights = config.parameterCount() * 4 / MIB;
    facts.put("generate_mib", Math.round(weights + cache(config, 16)));
    facts.put("train_full_mib", Math.round(weights * 4));
    loaded.checkpoint().adapters().forEach(folder -> facts.putAll(adapter(folder, config)));
    return facts;
  }

  /** Tell of an adapter, the uppermost where there are several. */
  private static Map<String, Object> adapter(AdapterFolder folder, ModelConfig base) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("adapter", folder.source().toString());
    facts.put(
        "adapter_base", folder.config().path("base_model_name_or_path").asString("not named"));
    try (Adapter adapter = Adapter.read(folder, base)) {
      LoraConfig config = adapter.config();
      facts.put("lora_r", config.r());
      facts.put("lora_alpha", config.alpha());
      facts.put("use_rslora", config.rankStabilised());
      facts.put("adapted_modules", adapter.modules().size());
      facts.put("modules_to_save", config.targets().modulesToSave());
      facts.put(
          "adapter_parameters",
          adapter.parameters().values().stream().mapToLong(Tensor::numel).sum());
    }
    return facts;
  }

  /** Keys and values of that many rows of 1,024 tokens. */
  private static double cache(ModelConfig config, int rows) {
    return 2.0 * config.layers() * config.kvHeads() * config.headSize() * 4 * 1024 * rows / MIB;
  }

  private static String dtypes(WeightSource weights) {
    return weights.names().stream()
        .map(weights::entry)
        .collect(
            Collectors.groupingBy(
                TensorEntry::dtype, java.util.TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getKey() + " (" + e.getValue() + " tensors)")
        .collect(Collectors.joining(", "));
  }
}
