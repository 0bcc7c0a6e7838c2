package dev.ballast.ledger;

import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key whose recorded and present values differ; an empty value was not set. */
record Difference(String key, Optional<String> recorded, Optional<String> now) {
  /** List why a run cannot go on as another one; empty when it can. */
  static List<Difference> between(Manifest recorded, Manifest now) {
    List<Difference> differences = new ArrayList<>();
    if (!recorded.command().equals(now.command())) {
      differences.add(new Difference("command", text(recorded.command()), text(now.command())));
    }
    if (!recorded.fingerprint().equals(now.fingerprint())) {
      List<Difference> keys = keys(recorded.config(), now.config());
      differences.addAll(
          keys.isEmpty() ? List.of(fingerprints(recorded.fingerprint(), now.fingerprint())) : keys);
    }
    keys(recorded.inputs(), now.inputs()).stream()
        .filter(input -> input.recorded.isPresent() && input.now.isPresent())
        .forEach(differences::add);
    return differences;
  }

  private static Difference fingerprints(String recorded, String now) {
    return new Difference("fingerprint", Optional.of(recorded), Optional.of(now));
  }

  private static List<Difference> keys(Map<String, ?> recorded, Map<String, ?> now) {
    Set<String> names = new LinkedHashSet<>(recorded.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .map(name -> new Difference(name, text(recorded.get(name)), text(now.get(name))))
        .filter(difference -> !difference.recorded.equals(difference.now))
        .toList();
  }

  /** Compare as JSON: a manifest that was read back has other number types. */
  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value).map(Json::encode);
  }

  @Override
  public String toString() {
    return key + ": " + recorded.orElse("not set") + " -> " + now.orElse("not set");
  }
}
