package dev.ballast.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Puts words of the same meaning in the place of others: those of {@code synonyms.txt}, a list of
 * our own of nouns, verbs, adjectives and adverbs in the form in which they stand. A word with a
 * capital inside a sentence may be a name, and stays; so does one behind {@code a} or {@code an}
 * that would want the other article.
 */
final class Synonyms {
  private static final Map<String, String> WORDS = read();
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}'-])\\p{L}+(?![\\p{L}\\p{N}'-])");
  private static final Pattern ARTICLE = Pattern.compile("(?i)(?:^|.*\\W)an?\\s+", Pattern.DOTALL);

  /** Where a sentence may begin. */
  private static final Pattern BEGINNING =
      Pattern.compile("(?:|.*[.!?:][\"')\\]]*\\s+|.*\\n\\s*|.*[\"'(]\\s*)", Pattern.DOTALL);

  /** First letters whose sound does not tell the article. */
  private static final Pattern UNSURE = Pattern.compile("(?i)(?:u|eu|hon|hour|one).*");

  /** Characters before a word that tell article and beginning. */
  private static final int BEFORE = 12;

  private Synonyms() {}

  static Map<String, String> words() {
    return WORDS;
  }

  /** Change half of the words that have a synonym, and one at least. */
  static String changed(String text, SplittableRandom random) {
    List<MatchResult> found =
        new ArrayList<>(
            WORD.matcher(text).results().filter(word -> other(text, word).isPresent()).toList());
    for (int i = found.size() - 1; i > 0; i--) {
      Collections.swap(found, i, random.nextInt(i + 1));
    }
    List<MatchResult> chosen =
        found.subList(0, (found.size() + 1) / 2).stream()
            .sorted((a, b) -> Integer.compare(b.start(), a.start()))
            .toList();
    StringBuilder changed = new StringBuilder(text);
    for (MatchResult word : chosen) {
      other(text, word).ifPresent(to -> changed.replace(word.start(), word.end(), to));
    }
    return changed.toString();
  }

  private static Optional<String> other(String text, MatchResult found) {
    String word = found.group();
    String to = WORDS.get(word.toLowerCase(Locale.ROOT));
    if (to == null) {
      return Optional.empty();
    }
    String before = text.substring(Math.max(0, found.start() - BEFORE), found.start());
    if (ARTICLE.matcher(before).matches() && !sameArticle(word, to)) {
      return Optional.empty();
    }
    if (word.equals(word.toLowerCase(Locale.ROOT))) {
      return Optional.of(to);
    }
    boolean capital = word.substring(1).equals(word.substring(1).toLowerCase(Locale.ROOT));
    return capital && BEGINNING.matcher(before).matches()
        ? Optional.of(to.substring(0, 1).toUpperCase(Locale.ROOT) + to.substring(1))
        : Optional.empty();
  }

  private static boolean sameArticle(String word, String to) {
    return !UNSURE.matcher(word).matches()
        && !UNSURE.matcher(to).matches()
        && vowel(word) == vowel(to);
  }

  private static boolean vowel(String word) {
    return "aeioAEIO".indexOf(word.charAt(0)) >= 0;
  }

  private static Map<String, String> read() {
    try (InputStream in = Synonyms.class.getResourceAsStream("synonyms.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "synonyms.txt").readAllBytes();
      Map<String, String> words = new LinkedHashMap<>();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", 2))
          .forEach(pair -> words.put(pair[0], pair[1]));
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read synonyms.txt", e);
    }
  }
}
