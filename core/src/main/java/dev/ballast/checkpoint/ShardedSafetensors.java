package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Several safetensors files behind one {@code model.safetensors.index.json}. */
final class ShardedSafetensors implements WeightSource {
  private final Path index;
  private final Map<String, Safetensors> shards;
  private final Map<String, Safetensors> byName;

  private ShardedSafetensors(
      Path index, Map<String, Safetensors> shards, Map<String, Safetensors> byName) {
    this.index = index;
    this.shards = shards;
    this.byName = byName;
  }

  static ShardedSafetensors read(Path index) {
    Map<String, Safetensors> shards = new LinkedHashMap<>();
    try {
      Map<String, Safetensors> byName = new LinkedHashMap<>();
      for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
        Safetensors shard =
            shards.computeIfAbsent(
                entry.getValue(), file -> Safetensors.read(index.resolveSibling(file)));
        if (!shard.names().contains(entry.getKey())) {
          throw Bad.tensor(index, entry.getKey(), "the shard that should hold it does not")
              .value(entry.getValue());
        }
        byName.put(entry.getKey(), shard);
      }
      return new ShardedSafetensors(index, shards, byName);
    } catch (RuntimeException e) {
      shards.values().forEach(Safetensors::close);
      throw e;
    }
  }

  /** Return tensor name → plain file name beside the index. */
  static Map<String, String> weightMap(Path index) {
    JsonNode map = Texts.object(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw Bad.damaged(index, "no tensors under weight_map");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      // A file elsewhere could be any file of the reader's machine.
      if (!entry.getValue().isString()
          || !entry.getValue().stringValue().matches("[A-Za-z0-9_.-]+\\.safetensors")) {
        throw BadInput.of("tensor " + entry.getKey() + ": not the name of a shard")
            .file(index)
            .value(entry.getValue())
            .fix("name a .safetensors file in the same folder");
      }
      files.put(entry.getKey(), entry.getValue().stringValue());
    }
    return files;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  @Override
  public TensorEntry entry(String name) {
    return shard(name).entry(name);
  }

  @Override
  public Tensor read(String name) {
    return shard(name).read(name);
  }

  private Safetensors shard(String name) {
    Safetensors shard = byName.get(name);
    if (shard == null) {
      throw Bad.noTensor(name, index, names());
    }
    return shard;
  }

  @Override
  public void close() {
    shards.values().forEach(Safetensors::close);
  }
}
