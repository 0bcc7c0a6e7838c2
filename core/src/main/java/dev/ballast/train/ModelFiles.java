package dev.ballast.train;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.Extras;
import dev.ballast.checkpoint.MemoryWeights;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.Dtype;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What surrounds the weights of a saved model.
 *
 * @param config {@code config.json} of the whole model
 * @param extras tokenizer, chat template and generation settings
 * @param adapter {@code adapter_config.json} where an adapter is trained: it is saved alone
 */
public record ModelFiles(JsonNode config, Extras extras, Optional<JsonNode> adapter) {
  /** Surround a whole model. */
  public ModelFiles(JsonNode config, Extras extras) {
    this(config, extras, Optional.empty());
  }

  /** Return these files for an adapter over the model. */
  public ModelFiles with(JsonNode adapterConfig) {
    return new ModelFiles(config, extras, Optional.of(adapterConfig));
  }

  /** Write a Hugging Face checkpoint, or a PEFT adapter, with F32 weights into a folder. */
  void writeInto(Path folder, Decoder model) throws IOException {
    MemoryWeights weights = MemoryWeights.of(model.parameters());
    if (adapter.isPresent()) {
      AdapterFolder.writeInto(folder, adapter.get(), weights, extras);
    } else {
      CheckpointWriter.writeInto(folder, config, weights, Dtype.F32, extras);
    }
  }

  /** Tell what an adapter drops: a method may switch it off without another key of the run. */
  String dropout() {
    return adapter.map(config -> " lora_dropout " + config.path("lora_dropout")).orElse("");
  }

  /** Open the weights that {@link #writeInto} wrote. */
  WeightSource weights(Path folder) {
    return adapter.isPresent()
        ? AdapterFolder.open(folder).weights()
        : Checkpoint.open(folder).weights();
  }
}
