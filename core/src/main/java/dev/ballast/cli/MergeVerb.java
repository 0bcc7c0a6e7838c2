package dev.ballast.cli;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.model.MergedWeights;
import dev.ballast.tensor.Dtype;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds an adapter into its base. */
final class MergeVerb implements Verb {
  /** The dtype of the weights in the file. */
  enum Precision {
    F32(Dtype.F32),
    BF16(Dtype.BF16),
    F16(Dtype.F16);

    private final Dtype dtype;

    Precision(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  record Keys(
      ModelKeys model,
      @Key(doc = "folder of the whole checkpoint, a new one") Path output,
      @Key(value = "f32", doc = "type of the weights in the file; the sums are made in f32")
          Precision dtype) {}

  @Override
  public String name() {
    return "merge";
  }

  @Override
  public String summary() {
    return "fold an adapter into its base: a whole checkpoint";
  }

  @Override
  public String example() {
    return "ballast merge runs/dpo-0123abcd/model merged";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model", "output");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Places.folder(keys.output());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", keys.output().toString());
    try (Checkpoint checkpoint = keys.model().checkpoint();
        MergedWeights merged = MergedWeights.of(checkpoint)) {
      List<AdapterFolder> adapters = checkpoint.adapters();
      if (adapters.isEmpty()) {
        throw BadInput.of("a whole model: there is no adapter to merge")
            .file(checkpoint.source())
            .fix("name the folder of an adapter, with adapter_config.json");
      }
      result.put("adapters", adapters.stream().map(a -> a.source().toString()).toList());
      CheckpointWriter.write(
          keys.output(),
          checkpoint.config(),
          merged.source(),
          keys.dtype().dtype,
          Lineage.beside(Trainee.extras(checkpoint), keys.model(), adapters));
    }
    call.result(result, "model: " + keys.output());
    return 0;
  }
}
