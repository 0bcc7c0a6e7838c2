package dev.ballast.breakfix;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A finished stage.
 *
 * @param model folder of the checkpoint, below the plan's output
 * @param hash sha256 of its weights
 * @param facts final figures under TRL's names; the same for the same plan, so no times
 */
public record TrainedStage(Path model, String hash, Map<String, Double> facts) {
  public TrainedStage {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
