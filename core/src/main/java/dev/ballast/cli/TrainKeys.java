package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Loaded;
import dev.ballast.data.Row;
import dev.ballast.json.BadInput;
import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of every training verb: model, data, folder. */
@Flat
record TrainKeys(
    ModelKeys model,
    @Key(doc = "one data set: a file below data_root, in a format of TRL's")
        Optional<String> datasetName,
    @Key(value = "[]", doc = "data sets, each with path, format, split, limit, columns")
        List<DatasetSpec> datasets,
    ComputeKeys compute,
    @Flat RunKeys run) {
  List<DatasetSpec> specs() {
    List<DatasetSpec> specs = new ArrayList<>(datasets);
    datasetName.ifPresent(name -> specs.add(DatasetSpec.of(name, "trl")));
    if (specs.isEmpty()) {
      throw BadInput.of("no data")
          .key("dataset_name")
          .fix("name a file with --dataset_name rows.jsonl, or list datasets in the YAML");
    }
    return specs;
  }

  /** Read rows of all data sets; a spec's path starts from data_root. */
  <T extends Row> List<T> rows(List<DatasetSpec> specs, Class<T> type, Terminal terminal) {
    List<T> rows = new ArrayList<>();
    for (DatasetSpec spec : specs) {
      Loaded<T> loaded = Models.datasets(run.dataRoot()).read(spec, type);
      loaded
          .skipped()
          .forEach(
              s -> terminal.say("left out " + s.source() + " row " + s.row() + ": " + s.why()));
      rows.addAll(loaded.rows());
    }
    return rows;
  }

  /** Return path → sha256 of every file that is read, for the manifest. */
  Map<String, String> inputs(List<DatasetSpec> specs) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (DatasetSpec spec : specs) {
      Models.datasets(run.dataRoot())
          .find(spec)
          .ifPresent(file -> inputs.put(file.toString(), Hashes.of(file)));
    }
    return inputs;
  }
}
