package dev.ballast.config;

import dev.ballast.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to keys of TRL and {@code TrainingArguments} that a record does not have.
 *
 * <p>They are ignored with a notice where they have no meaning here, and refused where they would
 * change the result; a refused key is harmless at the values listed with it.
 */
final class TrlKeys {
  private TrlKeys() {}

  enum Action {
    IGNORE,
    REFUSE
  }

  /** A line of trl-keys.yaml; a star at a key's end stands for any ending. */
  record Rule(List<String> keys, Action action, String reason, @Key("[]") List<String> harmless) {
    boolean matches(String key) {
      return keys.stream()
          .anyMatch(
              name ->
                  name.endsWith("*")
                      ? key.startsWith(name.substring(0, name.length() - 1))
                      : name.equals(key));
    }

    boolean refuses(JsonNode value) {
      String text = value.isString() ? value.stringValue() : Json.encode(value);
      boolean off = value.isNull() || harmless.contains(text.toLowerCase(Locale.ROOT));
      return action == Action.REFUSE && !off;
    }
  }

  /** Remove foreign keys from a tree; return the notices, add the refusals. */
  static List<String> take(ObjectNode root, Set<String> own, List<Problem> problems) {
    List<String> notices = new ArrayList<>();
    List<Rule> rules = rules();
    for (String key : List.copyOf(root.propertyNames())) {
      Optional<Rule> rule = rules.stream().filter(candidate -> candidate.matches(key)).findFirst();
      if (own.contains(key) || rule.isEmpty()) {
        continue;
      }
      JsonNode value = root.get(key);
      root.remove(key);
      if (rule.get().refuses(value)) {
        problems.add(Problem.of(key, "the key is refused", value, rule.get().reason()));
      } else {
        notices.add(key + " is ignored: " + rule.get().reason());
      }
    }
    return notices;
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    Decoder decoder = new Decoder();
    for (JsonNode row : Yaml.tree(resource())) {
      decoder.section(Rule.class, row, "").map(Rule.class::cast).ifPresent(rules::add);
    }
    if (!decoder.problems().isEmpty()) {
      throw new IllegalStateException("trl-keys.yaml: " + decoder.problems());
    }
    return rules;
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(TrlKeys.class.getResourceAsStream("trl-keys.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
