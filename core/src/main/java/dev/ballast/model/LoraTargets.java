package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which modules an adapter changes, by PEFT's rules.
 *
 * @param modules what gets matrices; the family's own where absent
 * @param excluded what does not, though it is among {@code modules}
 * @param layers numbers of the layers that are meant; empty = all
 * @param layerLists names of the lists that the numbers count in; empty = any
 * @param modulesToSave ends of the names of modules that are trained and saved whole
 */
public record LoraTargets(
    Optional<ModuleNames> modules,
    Optional<ModuleNames> excluded,
    List<Integer> layers,
    List<String> layerLists,
    List<String> modulesToSave) {
  /** Stands for every linear layer but the output embedding. */
  public static final String ALL_LINEAR = "all-linear";

  public LoraTargets {
    layers = List.copyOf(layers);
    layerLists = List.copyOf(layerLists);
    modulesToSave = List.copyOf(modulesToSave);
  }

  /**
   * Name what is trained.
   *
   * @param names modules by name or end, or {@link #ALL_LINEAR} alone; empty = the family's own
   */
  public static LoraTargets of(List<String> names, List<String> modulesToSave) {
    return new LoraTargets(
        Optional.<ModuleNames>of(new ModuleNames.Listed(names)).filter(_ -> !names.isEmpty()),
        Optional.empty(),
        List.of(),
        List.of(),
        modulesToSave);
  }

  /** Decode the keys of {@code adapter_config.json}. */
  static LoraTargets of(JsonNode config) {
    return new LoraTargets(
        names(config, "target_modules"),
        names(config, "exclude_modules"),
        integers(config, "layers_to_transform"),
        texts(config, "layers_pattern"),
        texts(config, "modules_to_save"));
  }

  /** Return these with other names of modules. */
  LoraTargets withModules(List<String> names) {
    return new LoraTargets(
        Optional.of(new ModuleNames.Listed(names)), excluded, layers, layerLists, modulesToSave);
  }

  /** Tell whether every linear layer is meant. */
  boolean allLinear() {
    List<String> listed = listed();
    return wanted() instanceof String pattern
        ? pattern.equalsIgnoreCase(ALL_LINEAR)
        : listed.size() == 1 && listed.getFirst().equalsIgnoreCase(ALL_LINEAR);
  }

  /** Return the names that were listed; none where a pattern or nothing stands. */
  List<String> listed() {
    return modules.stream()
        .flatMap(
            names ->
                names instanceof ModuleNames.Listed(List<String> list)
                    ? list.stream()
                    : Stream.empty())
        .toList();
  }

  /** Return names or pattern as they are written. */
  Object wanted() {
    return written(modules);
  }

  /** Tell whether a module of one of the wanted layers is not excluded. */
  boolean allows(String module) {
    boolean kept =
        excluded.stream().noneMatch(names -> names.match(module))
            && modulesToSave.stream().noneMatch(name -> within(module, name));
    return kept && inLayers(module);
  }

  /** Tell whether a module is trained whole. */
  boolean saves(String module) {
    return modulesToSave.stream().anyMatch(module::endsWith);
  }

  void putInto(Map<String, Object> keys) {
    keys.put("target_modules", written(modules));
    keys.put("exclude_modules", written(excluded));
    keys.put("layers_to_transform", nullIfEmpty(layers));
    keys.put("layers_pattern", nullIfEmpty(layerLists));
    keys.put("modules_to_save", nullIfEmpty(modulesToSave));
  }

  /** Tell whether a module is one of a name, or lies in one. */
  private static boolean within(String module, String name) {
    return ("." + module + ".").contains("." + name + ".");
  }

  private boolean inLayers(String module) {
    // As in PEFT: what is named in full is meant whatever its layer; else the first number counts.
    return layers.isEmpty()
        || listed().contains(module)
        || layer(module).filter(layers::contains).isPresent();
  }

  private Optional<Integer> layer(String module) {
    String[] parts = module.split("\\.", -1);
    for (int i = 1; i < parts.length - 1; i++) {
      boolean counted = layerLists.isEmpty() ? i > 1 : layerLists.contains(parts[i - 1]);
      if (counted && parts[i].matches("\\d{1,9}")) {
        return Optional.of(Integer.valueOf(parts[i]));
      }
    }
    return Optional.empty();
  }

  private static Optional<ModuleNames> names(JsonNode config, String key) {
    JsonNode node = config.path(key);
    if (PeftKeys.unset(node)) {
      return Optional.empty();
    }
    if (!node.isString()) {
      return Optional.of(new ModuleNames.Listed(texts(config, key)));
    }
    try {
      return Optional.of(ModuleNames.Regex.of(node.stringValue()));
    } catch (BadInput e) {
      throw e.key(key);
    }
  }

  private static List<String> texts(JsonNode config, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(config.path(key))) {
      if (!item.isString() || !item.stringValue().matches("[A-Za-z0-9_.-]+")) {
        throw BadInput.of("names of modules are wanted").key(key).value(item);
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  private static List<Integer> integers(JsonNode config, String key) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode item : items(config.path(key))) {
      if (!item.isIntegralNumber() || !item.canConvertToInt()) {
        throw BadInput.of("numbers of layers are wanted").key(key).value(item);
      }
      integers.add(item.intValue());
    }
    return integers;
  }

  private static List<JsonNode> items(JsonNode node) {
    if (PeftKeys.unset(node)) {
      return List.of();
    }
    return node.isArray() ? node.valueStream().toList() : List.of(node);
  }

  private static Object written(Optional<ModuleNames> names) {
    return names
        .<Object>map(
            some ->
                switch (some) {
                  case ModuleNames.Listed(List<String> list) -> list.stream().sorted().toList();
                  case ModuleNames.Regex regex -> regex.pattern().pattern();
                })
        .orElseGet(Optional::empty);
  }

  private static Object nullIfEmpty(List<?> list) {
    return list.isEmpty() ? Optional.empty() : list;
  }
}
