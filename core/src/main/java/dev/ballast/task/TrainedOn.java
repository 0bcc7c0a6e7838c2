package dev.ballast.task;

import dev.ballast.config.Config;
import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import dev.ballast.ledger.Hashes;
import dev.ballast.ledger.Manifest;
import dev.ballast.ledger.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The prompts that a model was trained on, by the manifests of the runs that made it, back to the
 * first model that has none.
 */
public final class TrainedOn {
  private static final String MANIFEST = "manifest.json";
  private static final int UP = 4;

  /** Files in a break-fix run's folder that its stages trained on. */
  private static final String OWN_ROWS = "(.*_)?(pairs|buffer|sft)\\.jsonl";

  /** The keys of a training verb that say what it read. */
  private record Keys(
      @Key(value = "[]", doc = "data sets") List<DatasetSpec> datasets,
      @Key(value = "[]", doc = "rows that were replayed") List<DatasetSpec> bufferDataset,
      @Key(doc = "one data set") Optional<String> datasetName,
      @Key(value = ".", doc = "what paths start from") Path dataRoot) {
    static final List<String> NAMES =
        List.of("datasets", "buffer_dataset", "dataset_name", "data_root");

    List<DatasetSpec> all() {
      List<DatasetSpec> all = new ArrayList<>(datasets);
      datasetName.ifPresent(name -> all.add(DatasetSpec.of(name, "trl")));
      all.addAll(bufferDataset);
      return all;
    }
  }

  private final Function<Path, Datasets> below;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> checked = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private TrainedOn(Function<Path, Datasets> below) {
    this.below = below;
  }

  /**
   * Follow the manifests from a model, an adapter's base, and what a merged or converted model was
   * made from.
   *
   * @param references of the model, and of the base that an adapter was put over, as a manifest
   *     names a model
   * @param folder where a reference points, where that is a place on this machine
   * @param below data sets below a data_root
   */
  public static TrainedOn of(
      List<String> references,
      Function<String, Optional<Path>> folder,
      Function<Path, Datasets> below) {
    TrainedOn trained = new TrainedOn(below);
    Deque<String> next = new ArrayDeque<>(references);
    Set<String> asked = new HashSet<>();
    while (!next.isEmpty()) {
      String model = next.removeFirst();
      if (asked.add(model)) {
        next.addAll(trained.follow(model, folder.apply(model)));
      }
    }
    return trained;
  }

  /** Take over what is known of a model, and return the models behind it. */
  private List<String> follow(String model, Optional<Path> place) {
    Optional<List<String>> made = place.flatMap(MadeFrom::read);
    if (made.isPresent()) {
      return made.get();
    }
    Optional<Path> run = place.flatMap(TrainedOn::run);
    if (run.isEmpty()) {
      unknown.add("no manifest tells what " + model + " was trained on");
      return place.flatMap(MadeFrom::base).stream().toList();
    }
    return run.filter(seen::add).flatMap(this::add).stream().toList();
  }

  /** Return how many rows of a task are among the prompts. */
  public Seen seen(dev.ballast.eval.LmEvalTask task) {
    return SeenRows.of(task, this);
  }

  List<Row> rows() {
    return rows;
  }

  List<String> checked() {
    return checked;
  }

  List<String> unknown() {
    return unknown;
  }

  /** Find the run's folder that a model lies in. */
  private static Optional<Path> run(Path model) {
    return Stream.iterate(model.toAbsolutePath().normalize(), p -> p != null, Path::getParent)
        .limit(UP)
        .filter(TrainedOn::isRun)
        .findFirst();
  }

  private static boolean isRun(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      JsonNode tree = Json.tree(Utf8Text.read(file));
      return tree.has("command") && tree.has("fingerprint");
    } catch (BadInput e) {
      // A checkpoint's manifest, or another program's: it is not a run's and tells no data.
      return false;
    }
  }

  /** Take a run's rows over, and return the model that it began with. */
  private Optional<String> add(Path run) {
    Manifest manifest = Run.manifest(run);
    int before = unknown.size();
    try {
      List<Row> own =
          manifest.command().equals("breakfix") || manifest.command().equals("demo")
              ? ownRows(run)
              : read(run, manifest);
      rows.addAll(own);
      if (unknown.size() == before) {
        checked.add(run.toString());
      }
    } catch (BadInput e) {
      unknown.add("the data of " + run + " cannot be read: " + e.getMessage());
    }
    return Optional.ofNullable(manifest.config().get("model")).map(String::valueOf);
  }

  private List<Row> read(Path run, Manifest manifest) {
    Map<String, Object> told = new LinkedHashMap<>();
    Keys.NAMES.stream()
        .filter(manifest.config()::containsKey)
        .forEach(name -> told.put(name, manifest.config().get(name)));
    Keys keys =
        Config.decode(Keys.class, Json.treeOf(told), run.resolve(MANIFEST).toString()).value();
    if (keys.all().isEmpty()) {
      unknown.add(run + " names no data");
    }
    List<Row> own = new ArrayList<>();
    Datasets datasets = below.apply(keys.dataRoot());
    for (DatasetSpec spec : keys.all()) {
      Optional<Path> file = datasets.find(spec);
      boolean same = file.isPresent() && manifest.inputs().containsValue(Hashes.of(file.get()));
      if (same) {
        own.addAll(datasets.read(spec, PromptRow.class).rows());
      } else {
        unknown.add(
            spec.path()
                + " of "
                + run
                + (file.isPresent() ? " is not what it was trained on" : " is not there any more"));
      }
    }
    return own;
  }

  private List<Row> ownRows(Path run) {
    try (Stream<Path> files = Files.walk(run, 2)) {
      List<Path> found =
          files.filter(f -> f.getFileName().toString().matches(OWN_ROWS)).sorted().toList();
      if (found.isEmpty()) {
        unknown.add(run + " keeps no rows that it trained on");
      }
      List<Row> own = new ArrayList<>();
      for (Path file : found) {
        DatasetSpec spec = DatasetSpec.of(run.relativize(file).toString(), "trl");
        own.addAll(below.apply(run).read(spec, PromptRow.class).rows());
      }
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + run, e);
    }
  }
}
