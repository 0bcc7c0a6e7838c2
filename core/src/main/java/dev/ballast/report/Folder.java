package dev.ballast.report;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.Event;
import dev.ballast.ledger.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A run's folder as it is found: whole, unfinished, or with pieces gone.
 *
 * <p>Bodies are read as trees, so that a page can be made of an older or newer run; what is not
 * there is missing, never an error.
 */
record Folder(Path path, JsonNode manifest, List<Event> events) {
  /**
   * Look at a folder.
   *
   * @throws BadInput when it is no folder, or its log is damaged
   */
  static Folder of(Path path) {
    if (!Files.isDirectory(path)) {
      throw BadInput.of("no run here: no such folder").file(path).fix("name a run's folder");
    }
    List<Event> events = Files.exists(path.resolve(Events.FILE)) ? Events.read(path) : List.of();
    return new Folder(path, json(path.resolve("manifest.json")), events);
  }

  Stream<JsonNode> bodies(String type) {
    return events.stream().filter(event -> event.type().equals(type)).map(Event::body);
  }

  /** Return the newest body of a type, or an empty tree. */
  JsonNode last(String type) {
    return bodies(type).reduce((_, second) -> second).orElse(MissingNode.getInstance());
  }

  /** Return a file's tree, or an empty one. */
  JsonNode file(String name) {
    return json(path.resolve(name));
  }

  /** Return the files of a name, down to a depth, in the order of their paths. */
  static List<Path> find(Path folder, String name, int depth) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.endsWith(name))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  static JsonNode json(Path file) {
    return text(file).map(text -> tree(file, text)).orElse(MissingNode.getInstance());
  }

  private static JsonNode tree(Path file, String text) {
    try {
      return Json.tree(text);
    } catch (BadInput e) {
      throw e.file(file).fix("the file is damaged: take it away, or make the run anew");
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Return a tree's values as texts, in order. */
  static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              boolean plain = value.isValueNode();
              texts.put(entry.getKey(), plain ? value.asString() : Json.encode(value));
            });
    return texts;
  }

  static List<String> list(JsonNode node) {
    return node.valueStream().map(value -> value.asString("")).toList();
  }

  static String string(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
