package dev.ballast.breakfix;

import static dev.ballast.breakfix.BreakFixConfig.require;

import dev.ballast.config.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One training stage.
 *
 * @param train keys of the method, under TRL's names; whoever trains decodes and checks them
 */
public record StageConfig(
    @Key(doc = "how it trains") Method method,
    @Key(value = "[]", doc = "which rows; none = the method's own") List<StageData> data,
    @Key(
            value = "0",
            doc = "most pairs, and most rows of the buffer, of this stage and those after; 0 = all")
        int maxRows,
    @Key(value = "0", doc = "most rows of the buffer alone; 0 = max_rows") int maxBufferRows,
    @Key(
            value = "0",
            doc =
                "most failures asked without an attack, of this stage and those after, before"
                    + " max_rows is taken of all; 0 = all")
        int maxDirectRows,
    @Key(
            value = "0",
            doc =
                "most look-alikes, of this stage and those after, before max_rows is taken of all;"
                    + " 0 = all")
        int maxLookalikeRows,
    @Key(value = "false", doc = "take rejected answers anew from the model of the stage before")
        boolean resampleRejected,
    @Key(value = "false", doc = "take chosen answers anew from the model of the stage before")
        boolean resampleChosen,
    @Key(value = "false", doc = "leave out rows that the model of the stage before gets right")
        boolean dropSolved,
    @Key(value = "1", doc = "answers looked at for each row when resampling") int resampleN,
    @Key(value = "0", doc = "temperature of those; 0 = greedy") double resampleTemperature,
    @Key(value = "0", doc = "length of those; 0 = fix_max_new_tokens") int resampleMaxNewTokens,
    @Key(value = "{}", doc = "keys of the method, as learning_rate") Map<String, JsonNode> train) {
  /** A training verb. */
  public enum Method {
    SFT,
    DPO,
    BFPO,
    /** No training: weights between those of the round's first model and of the stage before. */
    INTERPOLATE
  }

  /** A file of rows. */
  public enum StageData {
    /** Failures and look-alikes: chosen and rejected. */
    PAIRS,
    /** The chosen answers of everything. */
    SFT,
    /** Plain instructions: chosen and rejected, both safe. */
    BUFFER
  }

  public StageConfig {
    data = data.isEmpty() ? own(method) : List.copyOf(data);
    train = Collections.unmodifiableMap(new LinkedHashMap<>(train));
    require(
        method != Method.INTERPOLATE || data.isEmpty(), "a stage that interpolates takes no data");
    require(maxRows >= 0, "max_rows must be >= 0, was " + maxRows);
    require(maxBufferRows >= 0, "max_buffer_rows must be >= 0, was " + maxBufferRows);
    require(maxDirectRows >= 0, "max_direct_rows must be >= 0, was " + maxDirectRows);
    require(maxLookalikeRows >= 0, "max_lookalike_rows must be >= 0, was " + maxLookalikeRows);
    require(resampleN >= 1, "resample_n must be >= 1, was " + resampleN);
    require(
        resampleMaxNewTokens >= 0,
        "resample_max_new_tokens must be >= 0, was " + resampleMaxNewTokens);
    require(
        resampleTemperature >= 0, "resample_temperature must be >= 0, was " + resampleTemperature);
  }

  /** Tell whether the model of the stage before is asked again. */
  boolean resamples() {
    return resampleRejected || resampleChosen || dropSolved;
  }

  /** Tell whether of an answer of so many tokens the last one is never learned. */
  boolean learnsLessThan(int tokens) {
    return Stream.of("max_completion_length", "max_benign_completion_length")
        .anyMatch(key -> train.containsKey(key) && train.get(key).asInt(tokens) < tokens);
  }

  int mostOfBuffer() {
    return maxBufferRows == 0 ? maxRows : maxBufferRows;
  }

  private static List<StageData> own(Method method) {
    return switch (method) {
      case SFT -> List.of(StageData.SFT);
      case DPO -> List.of(StageData.PAIRS);
      case BFPO -> List.of(StageData.PAIRS, StageData.BUFFER);
      case INTERPOLATE -> List.of();
    };
  }
}
