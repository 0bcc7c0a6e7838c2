package dev.ballast.breakfix;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a stage is trained from and where.
 *
 * @param name unique in the run: {@code stage-1}
 * @param model reference of the model that the stage starts from
 * @param base reference of the model that the round began with
 * @param data JSONL files in TRL's formats with our keys; for BFPO, {@code BUFFER} is the second
 *     loader, for the others all files are rows
 * @param config keys of the method under TRL's names, unchecked
 * @param output folder of the stage, its own
 * @param seed used where config does not name one
 */
public record StagePlan(
    String name,
    StageConfig.Method method,
    String model,
    String base,
    Map<StageConfig.StageData, Path> data,
    Map<String, JsonNode> config,
    Path output,
    long seed) {
  public StagePlan {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }
}
