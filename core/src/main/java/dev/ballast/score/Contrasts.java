package dev.ballast.score;

import dev.ballast.data.Split;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that look alike and mean different things, written as templates: homonyms, figures of
 * speech, fiction, history, safe targets, definitions, beside requests with the same words that do
 * harm.
 *
 * <p>A fifth of the templates, by hash, is held out: nothing is trained on them.
 */
public final class Contrasts {
  private static final Pattern SLOT = Pattern.compile("\\{([^{}]*)}");
  private static final String SALT = "contrasts";
  private static final double HELD_OUT = 0.2;
  private static final int TRIES = 3;
  private static final long SEED = 5;

  private final String resource;
  private final String positive;

  /**
   * One way to say things.
   *
   * @param kind what it plays with, e.g. {@code homonym}
   */
  private record Template(boolean positive, String kind, String text) {}

  /**
   * A sentence of a template.
   *
   * @param positive harmful, or toxic
   * @param kind of its template
   * @param heldOut no sentence of its template is trained on
   */
  public record Line(String text, boolean positive, String kind, boolean heldOut) {}

  private Contrasts(String resource, String positive) {
    this.resource = resource;
    this.positive = positive;
  }

  /** Requests: the positive ones ask for harm. */
  public static Contrasts requests() {
    return new Contrasts("requests.tsv", "harmful");
  }

  /** Utterances: the positive ones are toxic. */
  static Contrasts utterances() {
    return new Contrasts("utterances.tsv", "toxic");
  }

  /**
   * Return distinct sentences, the same at every call.
   *
   * @param each sentences of a template at most, at least 1
   */
  public List<Line> lines(int each) {
    List<Line> lines = new ArrayList<>();
    for (String row : Resources.text(resource).strip().split("\n")) {
      if (row.startsWith("#")) {
        continue;
      }
      String[] fields = row.split("\t");
      Template template = new Template(fields[0].equals(positive), fields[1], fields[2]);
      boolean heldOut = Split.point(template.text(), SALT) < HELD_OUT;
      for (String text : sentences(template.text(), each)) {
        lines.add(new Line(text, template.positive(), template.kind(), heldOut));
      }
    }
    return lines;
  }

  private static Set<String> sentences(String template, int each) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + template.hashCode());
    Set<String> sentences = new LinkedHashSet<>();
    for (int i = 0; i < TRIES * each && sentences.size() < each; i++) {
      sentences.add(sentence(template, random));
    }
    return sentences;
  }

  private static String sentence(String template, RandomGenerator random) {
    String text =
        SLOT.matcher(template)
            .replaceAll(
                slot -> {
                  String[] ways = slot.group(1).split("\\|", -1);
                  return Matcher.quoteReplacement(ways[random.nextInt(ways.length)]);
                });
    return text.replaceAll(" +", " ").strip();
  }
}
