package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Decodes configurations into records and names what decides a run's results. */
public final class Config {
  private Config() {}

  /**
   * Decode a file and the keys of the command line, which win.
   *
   * <p>Override keys may have dashes for underscores and dots for nested records; their values are
   * read as YAML scalars or flow lists ({@code a,b} is a list where one is wanted).
   *
   * @throws BadInput with every error at once
   */
  public static <R> Decoded<R> decode(
      Class<R> type, Optional<Path> yaml, Map<String, String> overrides) {
    Yaml.Document document =
        yaml.map(Yaml::document)
            .orElseGet(() -> new Yaml.Document(JsonNodeFactory.instance.nullNode(), Map.of()));
    Overrides typed = Overrides.of(type, overrides);
    Optional<String> file = yaml.map(Path::toString);
    Origin origin = new Origin(file, document.rows(), typed.paths());
    return decode(type, document.tree(), typed, origin);
  }

  /**
   * Decode a tree that was read elsewhere.
   *
   * @param source what errors name as the file
   */
  public static <R> Decoded<R> decode(Class<R> type, JsonNode tree, String source) {
    Origin origin = new Origin(Optional.of(source), Map.of(), Set.of());
    return decode(type, tree, Overrides.of(type, Map.of()), origin);
  }

  private static <R> Decoded<R> decode(
      Class<R> type, JsonNode tree, Overrides overrides, Origin origin) {
    Decoder decoder = new Decoder();
    decoder.problems().addAll(overrides.problems());
    List<String> notices = new ArrayList<>();
    Optional<Object> value = Optional.empty();
    if (tree.isObject() || tree.isNull()) {
      ObjectNode root = tree.isNull() ? JsonNodeFactory.instance.objectNode() : copy(tree);
      overrides.apply(root, decoder.problems());
      notices.addAll(TrlKeys.take(root, Slot.space(type).keySet(), decoder.problems()));
      value = decoder.section(type, root, "");
    } else {
      decoder
          .problems()
          .add(Problem.of("", "keys and values are wanted", tree, "write key: value"));
    }
    if (value.isEmpty() || !decoder.problems().isEmpty()) {
      throw together(decoder.problems(), origin);
    }
    return new Decoded<>(type.cast(value.get()), notices);
  }

  private static ObjectNode copy(JsonNode tree) {
    return (ObjectNode) tree.deepCopy();
  }

  private static BadInput together(List<Problem> problems, Origin origin) {
    List<BadInput> errors = problems.stream().map(problem -> problem.error(origin)).toList();
    if (errors.size() == 1) {
      return errors.getFirst();
    }
    StringBuilder text = new StringBuilder(errors.size() + " errors in the configuration:");
    errors.forEach(error -> text.append("\n  - ").append(error.getMessage()));
    return BadInput.of(text.toString());
  }

  /** List the keys of a record in order, nested ones after their section. */
  public static List<KeySpec> keys(Class<?> type) {
    List<KeySpec> keys = new ArrayList<>();
    Slot.space(type).values().forEach(slot -> keys(slot, "", keys));
    return List.copyOf(keys);
  }

  private static void keys(Slot slot, String prefix, List<KeySpec> keys) {
    String name = prefix + slot.key();
    Class<?> leaf = Slot.leaf(slot.type());
    boolean section = Slot.raw(slot.type()).isRecord();
    if (!section) {
      boolean required = slot.standard().isEmpty() && !slot.optional();
      keys.add(
          new KeySpec(
              name,
              Values.name(slot.type()),
              slot.standard(),
              required,
              slot.doc(),
              slot.behaviour()));
    }
    if (leaf.isRecord()) {
      boolean many = Slot.raw(slot.type()) == List.class;
      String inside = name + (many ? "[]." : ".");
      Slot.space(leaf).values().forEach(inner -> keys(inner, inside, keys));
    }
  }

  /** Return the sha256 (hex) of the canonical JSON of all keys that decide behaviour. */
  public static String fingerprint(Object record) {
    return Canonical.fingerprint(record);
  }

  /** Return every set key with a value that JSON can hold; nested keys are joined by dots. */
  public static Map<String, Object> flat(Object record) {
    return new LinkedHashMap<>(Canonical.flat(record, Canonical.Keys.ALL));
  }
}
