package dev.ballast.data;

import dev.ballast.hub.HubCache;
import dev.ballast.hub.ModelReference;
import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.hub.RepoKind;
import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the data sets that recipes name.
 *
 * @param dataRoot what relative paths start from
 * @param recipe the recipe that names them: a path that begins with {@code ./} starts beside it
 * @param hubCache the local Hugging Face cache ({@code HF_HOME/hub}), where hub ids are looked up
 */
public record Datasets(Path dataRoot, Optional<Path> recipe, Optional<Path> hubCache) {
  public Datasets(Path dataRoot) {
    this(dataRoot, Optional.empty(), Optional.empty());
  }

  /** Return this for a recipe, with files beside it too. */
  public Datasets namedBy(Path namingRecipe) {
    return new Datasets(dataRoot, Optional.of(namingRecipe), hubCache);
  }

  /** Return where a path of a recipe points, which need not exist. */
  public Path file(String path) {
    return recipe
        .filter(_ -> path.startsWith("./"))
        .map(r -> r.resolveSibling(path.substring(2)))
        .orElseGet(() -> dataRoot.resolve(path));
  }

  /**
   * Read a data set as rows of one type: split, categories, fraction and limit applied.
   *
   * @throws BadInput naming file, row and key of the first row that does not fit
   */
  public <T extends Row> Loaded<T> read(DatasetSpec spec, Class<T> type) {
    Loaded<T> whole = file(locate(spec), spec, type);
    if (whole.rows().isEmpty() && whole.skipped().isEmpty()) {
      throw BadInput.of("the data set has no rows").file(spec.path()).fix("give it at least one");
    }
    List<T> rows = spec.select(whole.rows());
    if (rows.isEmpty()) {
      throw BadInput.of("no row is left of the data set")
          .file(spec.path())
          .fix("check split, categories, fraction and limit");
    }
    return new Loaded<>(rows, whole.skipped());
  }

  private static <T extends Row> Loaded<T> file(Path path, DatasetSpec spec, Class<T> type) {
    Dialect dialect = Dialects.byName(spec.format());
    SourceFile file = new SourceFile(path, spec.path());
    Container container = dialect.container().orElseGet(() -> Container.bySuffix(file));
    List<T> rows = new ArrayList<>();
    List<Loaded.Skipped> skipped = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields f : container.records(file, spec.columns())) {
      switch (dialect.parse().apply(f)) {
        case Parsed.Left left -> skipped.add(new Loaded.Skipped(spec.path(), f.row(), left.why()));
        case Parsed.Kept kept -> {
          if (!ids.add(kept.row().id())) {
            throw f.bad("id", "id is used twice").value(kept.row().id()).fix("make ids unique");
          }
          rows.add(As.row(f, kept.row(), type));
        }
      }
    }
    return new Loaded<>(rows, skipped);
  }

  /** Return the file that is read for a data set, if it is there. */
  public Optional<Path> find(DatasetSpec spec) {
    Path path = file(spec.path());
    return Files.isRegularFile(path) ? Optional.of(path) : cached(spec);
  }

  private Path locate(DatasetSpec spec) {
    return find(spec).orElseThrow(() -> absent(spec));
  }

  private BadInput absent(DatasetSpec spec) {
    Path path = file(spec.path());
    if (hubId(spec).isEmpty()) {
      return BadInput.of(
              Files.isDirectory(path) ? "a folder, where a file is wanted" : "no such file")
          .file(path)
          .key("path")
          .value(spec.path())
          .fix(
              "name a file below --data_root, which is "
                  + dataRoot
                  + (recipe.isEmpty() ? "" : ", or ./FILE for one beside the recipe"));
    }
    return BadInput.of("neither a file below data_root nor a data set in the local hub cache")
        .key("path")
        .value(spec.path())
        .fix(
            "fetch it (ballast pull "
                + spec.path()
                + " --repo_type dataset) and name its file with data_file, or give --data_root");
  }

  /**
   * Return the files of a split: the file of that path, or those of a data set of the hub.
   *
   * @param path file below data_root, or a hub id
   * @param name which of the data set's configurations; empty = its default
   * @throws BadInput when the data set is not in the local cache, or does not tell the split's
   *     files
   */
  public List<Path> split(String path, Optional<String> name, String split) {
    return snapshot(path)
        .map(folder -> new HubSplit(folder, path).files(name, split))
        .orElseGet(() -> List.of(file(path)));
  }

  /** Return a file of a data set of the hub, or the file below data_root where it is none. */
  public Path fileOf(String path, String dataFile) {
    return snapshot(path).map(folder -> folder.resolve(dataFile)).orElseGet(() -> file(dataFile));
  }

  private Optional<Path> snapshot(String path) {
    return Files.exists(file(path))
        ? Optional.empty()
        : hubId(path)
            .flatMap(id -> hubCache.map(cache -> new HubCache(cache).folder(RepoKind.DATASET, id)));
  }

  private static Optional<HubId> hubId(DatasetSpec spec) {
    return hubId(spec.path());
  }

  /** A path of two parts is a hub id, unless it ends as a file of rows does. */
  private static Optional<HubId> hubId(String path) {
    return ModelReference.hub(path)
        .filter(_ -> !path.matches(".*\\.(jsonl?|csv|tsv|txt|parquet)(\\.gz)?"));
  }

  private Optional<Path> cached(DatasetSpec spec) {
    return spec.dataFile().isEmpty()
        ? Optional.empty()
        : hubId(spec)
            .flatMap(
                id ->
                    hubCache.flatMap(
                        cache -> new HubCache(cache).file(RepoKind.DATASET, id, spec.dataFile())));
  }
}
