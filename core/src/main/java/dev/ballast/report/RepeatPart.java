package dev.ballast.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What it takes to make the run again and to check it. */
final class RepeatPart {
  private RepeatPart() {}

  static Optional<Element> of(Figures figures) {
    Figures.Identity identity = figures.identity();
    if (identity.command().isEmpty()) {
      return Optional.empty();
    }
    Element section =
        Page.section("repeat", "Repeat", "How to repeat it")
            .add(
                Page.paragraph(
                    "The same configuration, inputs, seed and versions give the same records (times"
                        + " apart) and the same weights on the same kind of processor."),
                Element.of("pre").text(commands(identity)));
    if (!identity.config().isEmpty()) {
      section.add(
          Element.of("p")
              .text("With these keys in ")
              .add(Element.of("code").text("recipe.yaml"))
              .text(":"),
          Element.of("pre").text(yaml(identity.config())));
    }
    hashes(section, "Inputs", identity.inputs());
    hashes(section, "Outputs", identity.outputs());
    table(section, "Versions and kernels", "Part", "Version", merged(identity));
    return Optional.of(section);
  }

  private static String commands(Figures.Identity identity) {
    String run =
        identity.command().equals("demo")
            ? "./ballast demo"
            : "./ballast " + identity.command() + " --config recipe.yaml";
    return run + "\n./ballast verify FOLDER    # compares every hash below with the files";
  }

  /** Values are scalars or JSON, and JSON is YAML. */
  private static String yaml(Map<String, String> config) {
    return config.entrySet().stream()
        .map(e -> e.getKey() + ": " + (e.getValue().isEmpty() ? "''" : e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> merged(Figures.Identity identity) {
    Map<String, String> all = new java.util.LinkedHashMap<>(identity.versions());
    all.putAll(identity.kernels());
    all.put("seed", String.valueOf(identity.seed()));
    all.put("fingerprint", identity.fingerprint());
    return all;
  }

  private static void hashes(Element section, String title, Map<String, String> hashes) {
    if (!hashes.isEmpty()) {
      table(section, title, "File", "sha256", hashes);
    }
  }

  private static void table(
      Element section, String title, String key, String value, Map<String, String> rows) {
    Grid grid = new Grid(title, List.of(key, value), List.of("text", "code"));
    rows.forEach(grid::row);
    section.add(grid.element());
  }
}
