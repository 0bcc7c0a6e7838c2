package dev.ballast.score;

import dev.ballast.stats.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Measures {@link Degeneration} on real texts and on texts spoilt with a seed. */
final class DegenerationMeasurement {
  private static final int EACH = 200;
  private static final int LENGTH = 60;

  private final List<String> texts;
  private final Degeneration degeneration;

  DegenerationMeasurement(LabelledSets sets, Degeneration degeneration) {
    this.degeneration = degeneration;
    List<Labelled> rows = new ArrayList<>(sets.coconot());
    rows.addAll(sets.selfInstruct());
    rows.addAll(sets.safeResponses());
    rows.addAll(sets.gptfuzz());
    this.texts =
        rows.stream()
            .filter(r -> !r.trains())
            .map(r -> r.exchange().response())
            .distinct()
            .toList();
  }

  ScorerCard card() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    List<ScorerCard.OnSet> sets = new ArrayList<>();
    int flagged = flagged(texts);
    sets.add(
        ScorerCard.OnSet.of(
            "answers of others",
            "no text is degenerate",
            new Agreement(0, flagged, texts.size() - flagged, 0),
            0));
    for (Kind kind : Kind.values()) {
      List<String> spoilt = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        spoilt.add(spoil(kind, random));
      }
      int found = flagged(spoilt);
      String name = "synthetic " + kind.name().toLowerCase(java.util.Locale.ROOT);
      Agreement agreement = new Agreement(found, 0, 0, EACH - found);
      sets.add(ScorerCard.OnSet.of(name, "every text is degenerate", agreement, 0));
    }
    return new ScorerCard("degeneration@1", sets, List.of());
  }

  private enum Kind {
    REPEATED_WORD,
    REPEATED_SENTENCE,
    REPEATED_LINES,
    RANDOM_LETTERS,
    SHUFFLED_WORDS,
    BROKEN_UTF8
  }

  private int flagged(List<String> texts) {
    return (int) texts.stream().filter(t -> degeneration.found(t).isPresent()).count();
  }

  private String spoil(Kind kind, RandomGenerator random) {
    List<String> words = words(random);
    int unit = 4 + random.nextInt(9);
    String sentence = String.join(" ", words.subList(0, unit));
    String start = String.join(" ", words.subList(unit, 2 * unit));
    return switch (kind) {
      case REPEATED_WORD -> start + (" " + words.getFirst()).repeat(20 + random.nextInt(40));
      case REPEATED_SENTENCE -> start + (" " + sentence + ".").repeat(5 + random.nextInt(8));
      case REPEATED_LINES -> start + ("\n- " + sentence).repeat(5 + random.nextInt(8));
      case RANDOM_LETTERS -> letters(random);
      case SHUFFLED_WORDS -> shuffled(words, random);
      case BROKEN_UTF8 -> broken(String.join(" ", words), random);
    };
  }

  private List<String> words(RandomGenerator random) {
    while (true) {
      List<String> words =
          Arrays.asList(texts.get(random.nextInt(texts.size())).strip().split("\\s+"));
      if (words.size() >= LENGTH) {
        return words.subList(0, LENGTH);
      }
    }
  }

  private static String letters(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < 20; word++) {
      for (int i = 3 + random.nextInt(7); i > 0; i--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }

  private static String shuffled(List<String> words, RandomGenerator random) {
    List<String> mixed = new ArrayList<>(words);
    for (int i = mixed.size() - 1; i > 0; i--) {
      mixed.set(i, mixed.set(random.nextInt(i + 1), mixed.get(i)));
    }
    return String.join(" ", mixed);
  }

  private static String broken(String text, RandomGenerator random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < text.length() / 10; i++) {
      out.setCharAt(random.nextInt(out.length()), '\uFFFD');
    }
    return out.toString();
  }
}
