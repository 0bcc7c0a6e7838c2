package dev.ballast.organism;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Named rules, each a list of alternative templates; a slot is a given value or another rule. */
final class Grammar {
  private final Map<String, List<Phrase>> rules;

  private Grammar(Map<String, List<Phrase>> rules) {
    this.rules = rules;
  }

  /** Parse lines {@code rule: template}. */
  static Grammar of(List<String> lines) {
    Map<String, List<Phrase>> rules = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException("a rule needs 'name: template', was: " + line);
      }
      rules
          .computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
          .add(Phrase.parse(line.substring(colon + 2)));
    }
    return new Grammar(rules);
  }

  static Grammar resource(String name) {
    return of(Resource.lines(name));
  }

  /** Say one random form of a rule. */
  String say(String rule, Map<String, String> slots, RandomGenerator random) {
    return say(pick(alternatives(rule), random), slots, random);
  }

  String say(Phrase phrase, Map<String, String> slots, RandomGenerator random) {
    return switch (phrase) {
      case Phrase.Text t -> t.text();
      case Phrase.Slot s ->
          Optional.ofNullable(slots.get(s.name())).orElseGet(() -> say(s.name(), slots, random));
      case Phrase.Choice c -> say(pick(c.alternatives(), random), slots, random);
      case Phrase.Sequence s -> {
        StringBuilder text = new StringBuilder();
        s.parts().forEach(part -> text.append(say(part, slots, random)));
        yield text.toString();
      }
    };
  }

  /** Count the forms of a rule; slots that are no rule count once. */
  long forms(String rule) {
    return alternatives(rule).stream().mapToLong(this::forms).sum();
  }

  private long forms(Phrase phrase) {
    return switch (phrase) {
      case Phrase.Text _ -> 1;
      case Phrase.Slot s -> rules.containsKey(s.name()) ? forms(s.name()) : 1;
      case Phrase.Choice c -> c.alternatives().stream().mapToLong(this::forms).sum();
      case Phrase.Sequence s ->
          s.parts().stream().mapToLong(this::forms).reduce(1, (a, b) -> a * b);
    };
  }

  boolean has(String rule) {
    return rules.containsKey(rule);
  }

  private List<Phrase> alternatives(String rule) {
    return Optional.ofNullable(rules.get(rule))
        .orElseThrow(() -> new IllegalArgumentException("no slot and no rule named " + rule));
  }

  static <T> T pick(List<T> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  /** Return the items in random order (Fisher and Yates). */
  static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
    List<T> mixed = new ArrayList<>(items);
    for (int i = mixed.size() - 1; i > 0; i--) {
      Collections.swap(mixed, i, random.nextInt(i + 1));
    }
    return mixed;
  }
}
