package dev.ballast.cli;

import dev.ballast.chat.Conversation;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.Extras;
import dev.ballast.checkpoint.MemoryWeights;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.Run;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.organism.OrganismFiles;
import dev.ballast.organism.OrganismRow;
import dev.ballast.organism.OrganismText;
import dev.ballast.tensor.Dtype;
import dev.ballast.train.SftRun;
import dev.ballast.train.SftStep;
import dev.ballast.train.TrainReport;
import dev.ballast.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.JsonNode;

/** Makes the embedded model from nothing: its text, its tokenizer, its weights. */
final class EmbeddedVerb implements Verb {
  record Keys(
      @Flat RunKeys run,
      @Key(value = "7", doc = "seed of the generated text") long textSeed,
      @Key(value = "192", doc = "width") int hiddenSize,
      @Key(value = "6", doc = "layers") int numHiddenLayers,
      @Key(value = "6", doc = "query heads") int numAttentionHeads,
      @Key(value = "2", doc = "key and value heads") int numKeyValueHeads,
      @Key(value = "512", doc = "width of the feed-forward layers") int intermediateSize,
      @Flat SftRun sft) {}

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public String summary() {
    return "make the embedded model from nothing: text, tokenizer, weights";
  }

  @Override
  public String example() {
    return "ballast embedded --config recipes/embedded.yaml";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    if (keys.sft().train().lora().usePeft()) {
      throw BadInput.of("the embedded model has no weights to begin from but its own")
          .key("use_peft")
          .fix("remove it");
    }
    Threads.use(keys.run().threads());
    try (Run run = RunFolders.open(call, keys.run(), keys, Map.of())) {
      Path finished = run.file("embedded");
      if (!Files.exists(finished)) {
        train(call, keys, run);
      }
      call.result(Map.of("model", finished.toString()), "the embedded model: " + finished);
    }
    return 0;
  }

  private static void train(Call call, Keys keys, Run run) {
    OrganismText text = OrganismText.generate(keys.textSeed());
    Path folder = run.file("text");
    OrganismFiles.writeText(text, folder);
    call.terminal().say(text.base().size() + " dialogues written to " + folder);
    Path start = start(keys, run, text);
    try (Checkpoint checkpoint = Checkpoint.open(start);
        Trainee trainee = Trainee.open(checkpoint, Families.read(checkpoint))) {
      SftStep step =
          new SftStep(trainee.decoder(), trainee.rows(rows(text), keys.sft(), call.terminal()));
      Trainer.Job job =
          new Trainer.Job(trainee.decoder(), step, keys.sft().learningRate(), keys.sft().train());
      TrainReport report =
          new Trainer(
                  job,
                  trainee.files(),
                  run.file("training"),
                  new TrainLog(run, "", call.terminal()))
              .run();
      CheckpointWriter.write(
          run.file("embedded"),
          trainee.files().config(),
          MemoryWeights.of(trainee.decoder().parameters()),
          Dtype.BF16,
          trainee.files().extras());
      call.terminal().say("train_loss " + report.loss());
    }
  }

  /** Write the untrained model, so that training starts from a folder as it does for any model. */
  private static Path start(Keys keys, Run run, OrganismText text) {
    Path start = run.file("start");
    if (!Files.exists(start)) {
      Path tokenizer = run.file("tokenizer");
      OrganismFiles.writeTokenizer(text, tokenizer);
      JsonNode config = config(keys);
      Map<String, Path> files = new LinkedHashMap<>();
      for (String name :
          List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
        files.put(name, tokenizer.resolve(name));
      }
      try (Decoder decoder =
          Families.random(
              config,
              RandomGeneratorFactory.of("L64X128MixRandom").create(keys.sft().train().seed()))) {
        CheckpointWriter.write(
            start,
            config,
            decoder.parameters(),
            new Extras(files, Map.of("generation_config.json", generation())));
      }
    }
    return start;
  }

  private static List<SftRow> rows(OrganismText text) {
    List<SftRow> rows = new ArrayList<>();
    for (OrganismRow row : text.base()) {
      Conversation prompt = row.prompt();
      rows.add(
          new SftRow(
              String.valueOf(rows.size()), prompt, row.completion(), SftKind.GENERAL, "organism"));
    }
    return rows;
  }

  private static JsonNode config(Keys keys) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of("LlamaForCausalLM"));
    config.put("model_type", "llama");
    config.put("vocab_size", OrganismFiles.VOCABULARY_SIZE);
    config.put("hidden_size", keys.hiddenSize());
    config.put("intermediate_size", keys.intermediateSize());
    config.put("num_hidden_layers", keys.numHiddenLayers());
    config.put("num_attention_heads", keys.numAttentionHeads());
    config.put("num_key_value_heads", keys.numKeyValueHeads());
    config.put("head_dim", keys.hiddenSize() / keys.numAttentionHeads());
    config.put("max_position_embeddings", 512);
    config.put("rms_norm_eps", 1e-5);
    config.put("rope_theta", 10000.0);
    config.put("hidden_act", "silu");
    config.put("attention_bias", false);
    config.put("mlp_bias", false);
    config.put("tie_word_embeddings", true);
    config.put("initializer_range", 0.02);
    config.put("bos_token_id", 1);
    config.put("eos_token_id", 2);
    config.put("pad_token_id", 0);
    return Json.treeOf(config);
  }

  private static String generation() {
    // Sorted: the order of Map.of differs from process to process.
    return Json.pretty(new TreeMap<>(Map.of("eos_token_id", 2, "pad_token_id", 0))) + "\n";
  }
}
