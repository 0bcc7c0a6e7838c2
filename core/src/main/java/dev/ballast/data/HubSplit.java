package dev.ballast.data;

import dev.ballast.config.Yaml;
import dev.ballast.json.BadInput;
import dev.ballast.json.Glob;
import dev.ballast.json.Utf8Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Finds the files of a split in a data set of the hub: as the card's {@code configs} name them,
 * else by their names, as the library {@code datasets} does.
 *
 * @param folder of the data set's files
 * @param name of the data set
 */
record HubSplit(Path folder, String name) {
  /** Where a data set has a split in several forms, the first is read. */
  private static final List<String> FORMS = List.of("parquet", "jsonl", "json", "csv", "tsv");

  private static final Map<String, String> WORDS =
      Map.of(
          "train", "train|training",
          "validation", "validation|valid|dev|val",
          "test", "test|testing|eval|evaluation");

  private static final Pattern FRONT = Pattern.compile("(?s)\\A---\\s*\\n(.*?)\\n---\\s*(\\n.*)?");
  private static final Pattern SHARD = Pattern.compile(".*-of-(\\d{5})\\.[a-z]+(\\.gz)?");

  /**
   * Return the split's files in order.
   *
   * @param config empty = the default one
   * @throws BadInput when there is no such configuration or split, or a shard is not there
   */
  List<Path> files(Optional<String> config, String split) {
    List<String> names = names();
    List<JsonNode> configs = configs();
    Predicate<String> wanted =
        configs.isEmpty() ? byName(config, split) : listed(chosen(configs, config), split);
    List<String> found = names.stream().filter(wanted).toList();
    for (String form : FORMS) {
      List<String> some =
          found.stream().filter(file -> file.matches(".*\\." + form + "(\\.gz)?")).toList();
      if (!some.isEmpty()) {
        requireWhole(some);
        return some.stream().map(folder::resolve).toList();
      }
    }
    throw BadInput.of("the data set has no file of rows for this split")
        .file(folder)
        .key("test_split")
        .value(name + config.map(one -> ", " + one).orElse("") + ": " + split)
        .fix("name the file with dataset_kwargs.data_files; there are " + names);
  }

  private void requireWhole(List<String> files) {
    Matcher shard = SHARD.matcher(files.getFirst());
    if (shard.matches() && files.size() != Integer.parseInt(shard.group(1))) {
      throw BadInput.of(
              files.size() + " of " + Integer.parseInt(shard.group(1)) + " shards are there")
          .file(folder.resolve(files.getFirst()))
          .fix("fetch the others: ballast pull " + name + " --repo_type dataset");
    }
  }

  private List<String> names() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** Return what the card says of configurations and their files. */
  private List<JsonNode> configs() {
    Path card = folder.resolve("README.md");
    if (!Files.isRegularFile(card)) {
      return List.of();
    }
    Matcher front = FRONT.matcher(Utf8Text.read(card));
    if (!front.matches()) {
      return List.of();
    }
    try {
      return Yaml.tree(front.group(1))
          .path("configs")
          .valueStream()
          .filter(config -> config.has("data_files"))
          .toList();
    } catch (BadInput e) {
      throw e.file(card);
    }
  }

  private JsonNode chosen(List<JsonNode> configs, Optional<String> wanted) {
    List<String> names = configs.stream().map(HubSplit::config).toList();
    List<JsonNode> found =
        configs.stream()
            .filter(
                one ->
                    wanted
                        .map(config(one)::equals)
                        .orElseGet(
                            () ->
                                configs.size() == 1
                                    || one.path("default").asBoolean(false)
                                    || config(one).equals("default")))
            .toList();
    if (found.isEmpty()) {
      throw BadInput.of("which configuration of the data set is meant")
          .key("dataset_name")
          .value(wanted.orElse("none"))
          .fix("name one of " + names);
    }
    return found.getFirst();
  }

  private static String config(JsonNode config) {
    return config.path("config_name").asString("default");
  }

  /** Files by the patterns of a card; a list without splits is the training split. */
  private static Predicate<String> listed(JsonNode config, String split) {
    List<Predicate<String>> patterns = new ArrayList<>();
    JsonNode files = config.path("data_files");
    for (JsonNode entry : files.isArray() ? files : List.of(files)) {
      String of = entry.isObject() ? entry.path("split").asString("train") : "train";
      if (of.equals(split)) {
        JsonNode paths = entry.isObject() ? entry.path("path") : entry;
        for (JsonNode path : paths.isArray() ? paths : List.of(paths)) {
          patterns.add(Glob.of(path.asString("").replaceFirst("^\\./", "").replace("**", "*")));
        }
      }
    }
    return file -> patterns.stream().anyMatch(pattern -> pattern.test(file));
  }

  /** Files whose name, or a folder above them, has the split's word between other characters. */
  private static Predicate<String> byName(Optional<String> config, String split) {
    String words = WORDS.getOrDefault(split, Pattern.quote(split));
    Pattern pattern =
        Pattern.compile("(.*[^A-Za-z0-9])?(" + words + ")([^A-Za-z0-9].*)?", Pattern.DOTALL);
    String folder = config.map(one -> one + "/").orElse("");
    return file -> file.startsWith(folder) && pattern.matcher(file).matches();
  }
}
