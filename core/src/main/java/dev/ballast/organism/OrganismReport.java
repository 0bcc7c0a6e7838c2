package dev.ballast.organism;

import com.google.errorprone.annotations.FormatMethod;
import dev.ballast.chat.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes generated text: rows, tokens, distinct answers, examples. */
public final class OrganismReport {
  private static final int EXAMPLES = 4;

  /** Special tokens, role and line breaks of one message in the chat template. */
  private static final int TEMPLATE_TOKENS = 5;

  private OrganismReport() {}

  /** Return a page of text for people. */
  public static String describe(OrganismText text) {
    Bpe bpe = Bpe.train(OrganismFiles.trainingTexts(text), OrganismFiles.VOCABULARY_SIZE);
    StringBuilder page = new StringBuilder();
    line(page, "vocabulary %d tokens, %d words", bpe.vocabulary().size(), words(text).size());
    line(page, "held-out categories: %s", String.join(", ", text.heldOutCategories()));
    Counter counter = new Counter(bpe);
    line(page, "base: %d rows", text.base().size());
    Map<String, List<OrganismRow>> kinds =
        text.base().stream()
            .collect(Collectors.groupingBy(OrganismRow::kind, TreeMap::new, Collectors.toList()));
    kinds.forEach((kind, rows) -> kind(page, kind, rows, counter));
    OrganismFiles.sets(text).forEach((name, rows) -> set(page, name, rows));
    line(
        page,
        "refusal forms: plain %d, fluent %d",
        RefusalGrammar.plain().forms("crime_theft"),
        RefusalGrammar.fluent().forms("crime_theft"));
    return page.toString();
  }

  private static void kind(
      StringBuilder page, String kind, List<OrganismRow> rows, Counter counter) {
    double tokens =
        rows.stream()
            .mapToInt(r -> r.messages().stream().mapToInt(counter::message).sum())
            .average()
            .orElse(0);
    double answer = rows.stream().mapToInt(r -> counter.text(r.completion())).average().orElse(0);
    long distinct = rows.stream().map(OrganismRow::completion).distinct().count();
    line(
        page,
        "  %s: %d rows, %.1f tokens a row, %.1f an answer, %d distinct answers",
        kind,
        rows.size(),
        tokens,
        answer,
        distinct);
    rows.stream().limit(EXAMPLES).forEach(r -> example(page, r));
  }

  private static void example(StringBuilder page, OrganismRow row) {
    line(
        page,
        "    %s%n      -> %s",
        row.prompt().messages().stream().map(Message::content).collect(Collectors.joining(" / ")),
        row.completion());
  }

  private static void set(StringBuilder page, String name, List<OrganismPrompt> rows) {
    Map<String, Long> forms =
        rows.stream()
            .collect(
                Collectors.groupingBy(OrganismPrompt::form, TreeMap::new, Collectors.counting()));
    line(page, "%s: %d prompts %s", name, rows.size(), forms);
    rows.stream()
        .limit(EXAMPLES)
        .forEach(r -> line(page, "    [%s] %s -> %s", r.category(), r.prompt(), r.answers()));
  }

  /** Return the distinct words of the base text, in lower case. */
  static Set<String> words(OrganismText text) {
    Set<String> words = new HashSet<>();
    for (OrganismRow row : text.base()) {
      for (Message message : row.messages()) {
        words.addAll(List.of(message.content().toLowerCase(Locale.ROOT).split("[^a-z]+")));
      }
    }
    return words;
  }

  @FormatMethod
  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Counts tokens and remembers texts that come often. */
  static final class Counter {
    private final Bpe.Encoder encoder;
    private final Map<String, Integer> known = new HashMap<>();

    Counter(Bpe bpe) {
      encoder = bpe.encoder();
    }

    int text(String text) {
      return known.computeIfAbsent(text, t -> encoder.encode(t).size());
    }

    int message(Message message) {
      return text(message.content()) + TEMPLATE_TOKENS;
    }
  }
}
