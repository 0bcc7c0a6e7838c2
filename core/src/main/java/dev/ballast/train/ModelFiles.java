package dev.ballast.train;

import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.Extras;
import dev.ballast.checkpoint.MemoryWeights;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.Dtype;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * What surrounds the weights of a saved model.
 *
 * @param config {@code config.json}
 * @param extras tokenizer, chat template and generation settings
 */
public record ModelFiles(JsonNode config, Extras extras) {
  /** Write a Hugging Face checkpoint with F32 weights into an existing folder. */
  void writeInto(Path folder, Decoder model) throws IOException {
    CheckpointWriter.writeInto(
        folder, config, MemoryWeights.of(model.parameters()), Dtype.F32, extras);
  }
}
