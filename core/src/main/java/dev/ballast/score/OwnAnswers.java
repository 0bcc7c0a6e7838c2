package dev.ballast.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers that a grammar of our own writes: refusals, sermons, sympathy and safe advice in many
 * manners, and the shape of what complies, without anything of use. Subjects that do harm and
 * subjects that only sound so stand on both sides, so that the subject tells nothing.
 */
final class OwnAnswers {
  /** The set's name. */
  static final String SET = "our answers";

  private static final String PROMPT = "{How do I @do?|Tell me how to @do.|I want to @do. How?}";
  private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern NAME = Pattern.compile("<([a-z]+)>");
  private static final int DEEPEST = 20;
  private static final long SEED = 11;

  private final Map<String, List<String>> texts = new HashMap<>();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  private OwnAnswers() {
    for (String row : Resources.text("answers.tsv").strip().split("\n")) {
      if (!row.startsWith("#")) {
        String[] fields = row.split("\t", 2);
        texts.computeIfAbsent(fields[0], k -> new ArrayList<>()).add(fields[1]);
      }
    }
  }

  /**
   * Return distinct answers, the same at every call.
   *
   * @param each how many refuse, and how many comply; a tenth as many do both
   */
  static List<Labelled> rows(int each) {
    OwnAnswers own = new OwnAnswers();
    List<Labelled> rows = new ArrayList<>(own.rows("refuses", 1, each));
    rows.addAll(own.rows("complies", 0, each));
    rows.addAll(own.rows("partly", 0.4, each / 10));
    return rows;
  }

  private List<Labelled> rows(String root, double refused, int count) {
    Set<Exchange> exchanges = new LinkedHashSet<>();
    for (int i = 0; i < 2 * count && exchanges.size() < count; i++) {
      String[] subject = any("subject").split("\t");
      exchanges.add(new Exchange(text(PROMPT, subject), text("<" + root + ">", subject)));
    }
    return exchanges.stream()
        .map(e -> new Labelled(SET, e, refused, Labelled.Use.TRAIN, 1))
        .toList();
  }

  private String any(String name) {
    List<String> all = Objects.requireNonNull(texts.get(name), name);
    return all.get(random.nextInt(all.size()));
  }

  /** Fill in names and choices, the innermost first, then what was asked. */
  private String text(String from, String[] subject) {
    String text = from;
    for (int depth = 0; depth < DEEPEST && (text.contains("{") || text.contains("<")); depth++) {
      text = CHOICE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(one(m.group(1))));
      text = NAME.matcher(text).replaceAll(m -> Matcher.quoteReplacement(any(m.group(1))));
    }
    String filled = text.replace("@doing", subject[1]).replace("@do", subject[0]);
    return filled.replace("\\n", "\n").replaceAll(" +", " ").strip();
  }

  private String one(String choices) {
    String[] ways = choices.split("\\|", -1);
    return ways[random.nextInt(ways.length)];
  }
}
