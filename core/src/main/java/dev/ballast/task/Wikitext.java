package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Pages of WikiText (Merity et al. 2016), whose words and signs stand apart: puts them together as
 * lm-eval's wikitext task (version 2) does, sign by sign, so that perplexities compare. Words and
 * bytes are counted in the page as it was.
 */
final class Wikitext {
  /** Of the builtin, in {@code process_docs} and {@code process_results}. */
  static final String NAME = "wikitext";

  private static final String PAGE = "page";

  /** The heading of a page; those of its sections have more signs. */
  private static final Pattern TITLE = Pattern.compile("(?m)^ = [^=\n]+ = $");

  private static final List<UnaryOperator<String>> RULES = rules();

  private Wikitext() {}

  /** Cut the text of the raw files into rows, one a page. */
  static List<JsonNode> pages(String text) {
    int[] starts = TITLE.matcher(text).results().mapToInt(title -> title.start()).toArray();
    return IntStream.range(0, starts.length)
        .mapToObj(
            i -> text.substring(starts[i], i + 1 < starts.length ? starts[i + 1] : text.length()))
        .map(page -> Json.treeOf(Map.of(PAGE, page)))
        .toList();
  }

  /**
   * Give a row its {@code text}.
   *
   * @throws BadInput when it has no page
   */
  static JsonNode process(JsonNode doc) {
    Map<String, Object> row = new LinkedHashMap<>();
    doc.properties().forEach(entry -> row.put(entry.getKey(), entry.getValue()));
    row.put("text", detokenized(page(doc)));
    return Json.treeOf(row);
  }

  /** Return the page as it was. */
  static String page(JsonNode doc) {
    JsonNode page = doc.path(PAGE);
    if (!page.isString()) {
      throw BadInput.of("a row without a page")
          .key(PAGE)
          .value(doc)
          .fix("give each row its page, or name the raw .txt");
    }
    return page.stringValue();
  }

  static String detokenized(String page) {
    String text = page;
    for (UnaryOperator<String> rule : RULES) {
      text = rule.apply(text);
    }
    return text;
  }

  private static List<UnaryOperator<String>> rules() {
    List<UnaryOperator<String>> rules = new ArrayList<>();
    rules.add(literal("s '", "s'"));
    // Never matches a page's years, for which it was meant; lm-eval's numbers are made with it.
    rules.add(regex("/' [0-9]/", "/'[0-9]/"));
    for (String sign : List.of("-", ",", ".")) {
      rules.add(literal(" @" + sign + "@ ", sign));
    }
    for (String sign : List.of(":", ";", ".", "!", "?", ",")) {
      rules.add(literal(" " + sign + " ", sign + " "));
    }
    for (String pair : List.of("()", "[]", "{}", "\"\"", "''")) {
      String open = Pattern.quote(pair.substring(0, 1));
      String close = Pattern.quote(pair.substring(1));
      rules.add(
          regex(
              open + "\\s*([^\\" + pair.charAt(1) + "]*?)\\s*" + close,
              pair.charAt(0) + "$1" + pair.charAt(1)));
    }
    for (int signs = 4; signs >= 2; signs--) {
      rules.add(literal("= ".repeat(signs).strip(), "=".repeat(signs)));
    }
    rules.add(literal(" \u00b0 ", "\u00b0"));
    rules.add(literal(" \n", "\n"));
    rules.add(literal("\n ", "\n"));
    rules.add(literal(" N ", " 1 "));
    rules.add(literal(" 's", "'s"));
    return List.copyOf(rules);
  }

  private static UnaryOperator<String> literal(String was, String is) {
    return text -> text.replace(was, is);
  }

  private static UnaryOperator<String> regex(String was, String is) {
    Pattern pattern = Pattern.compile(was, Pattern.UNICODE_CHARACTER_CLASS);
    return text -> pattern.matcher(text).replaceAll(is);
  }
}
