package dev.ballast.checkpoint;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A model on its way into a GGUF file.
 *
 * @param name shown as the model's
 * @param config HF's {@code config.json}
 * @param weights under HF names
 */
public record GgufExport(
    String name,
    JsonNode config,
    WeightSource weights,
    GgufVocabulary vocabulary,
    Optional<String> chatTemplate) {}
