package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes Hugging Face checkpoint folders that transformers loads. */
public final class CheckpointWriter {
  private static final long SHARD_BYTES = 5_000_000_000L;

  private CheckpointWriter() {}

  /** Write a folder with weights in F32; see the other {@code write}. */
  public static void write(
      Path folder, JsonNode config, Map<String, Tensor> weights, Extras extras) {
    write(folder, config, MemoryWeights.of(weights), Dtype.F32, extras);
  }

  /**
   * Write a folder under a temporary name, then rename it.
   *
   * @param dtype of the floating weights in the files: F32, BF16 or F16
   * @throws BadInput when the folder exists and holds something
   * @throws OutsideMissing when the disk is full or the folder cannot be written; nothing is left
   */
  public static void write(
      Path folder, JsonNode config, WeightSource weights, Dtype dtype, Extras extras) {
    Atomic.folder(folder, part -> writeInto(part, config, weights, dtype, extras));
  }

  /** Write the files into an existing folder; for a caller that renames the folder itself. */
  public static void writeInto(
      Path folder, JsonNode config, WeightSource weights, Dtype dtype, Extras extras)
      throws IOException {
    String name = torchName(dtype);
    ObjectNode written = (ObjectNode) config.deepCopy();
    written.put("dtype", name);
    // Readers before transformers 4.56 know the old key only.
    written.put("torch_dtype", name);
    Files.writeString(folder.resolve(HfCheckpoint.CONFIG), Json.pretty(written) + "\n");
    writeWeights(folder, weights, dtype, SHARD_BYTES);
    extras.writeInto(folder);
  }

  /** Write one file, or numbered shards with their index when one would be too large. */
  static void writeWeights(Path folder, WeightSource weights, Dtype dtype, long shardBytes)
      throws IOException {
    List<List<String>> shards = shards(weights, dtype, shardBytes);
    if (shards.size() == 1) {
      shard(weights, shards.getFirst(), dtype).writeFile(folder.resolve(HfCheckpoint.WEIGHTS));
      return;
    }
    Map<String, String> weightMap = new LinkedHashMap<>();
    long totalBytes = 0;
    for (int i = 0; i < shards.size(); i++) {
      String file =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
      SafetensorsWriter writer = shard(weights, shards.get(i), dtype);
      writer.writeFile(folder.resolve(file));
      shards.get(i).forEach(name -> weightMap.put(name, file));
      totalBytes += writer.bytes();
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("metadata", Map.of("total_size", totalBytes));
    index.put("weight_map", weightMap);
    Files.writeString(folder.resolve(HfCheckpoint.INDEX), Json.pretty(index) + "\n");
  }

  private static SafetensorsWriter shard(WeightSource weights, List<String> names, Dtype dtype) {
    return SafetensorsWriter.of(weights, names, Optional.of(dtype), Map.of());
  }

  private static List<List<String>> shards(WeightSource weights, Dtype dtype, long shardBytes) {
    List<List<String>> shards = new ArrayList<>(List.of(new ArrayList<>()));
    long filled = 0;
    for (String name : weights.names()) {
      long bytes = SafetensorsWriter.entry(weights.entry(name), Optional.of(dtype)).bytes();
      if (filled > 0 && filled + bytes > shardBytes) {
        shards.add(new ArrayList<>());
        filled = 0;
      }
      shards.getLast().add(name);
      filled += bytes;
    }
    return shards;
  }

  private static String torchName(Dtype dtype) {
    return switch (dtype) {
      case F32 -> "float32";
      case BF16 -> "bfloat16";
      case F16 -> "float16";
      case F64, I64, I32, I8, U8, BOOL ->
          throw new IllegalArgumentException("dtype must be F32, BF16 or F16, was " + dtype);
    };
  }
}
