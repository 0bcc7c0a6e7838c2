package dev.ballast.eval;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a response gives an accepted answer.
 *
 * <p>Both texts are normalised: NFKC, lower case, punctuation and articles dropped, number words
 * and thousands separators turned into digits. Then the response matches when
 *
 * <ol>
 *   <li>it equals the answer, or
 *   <li>the answer is a number and the last number of the response is that number (as GSM8K's
 *       flexible extraction), or
 *   <li>the answer is other text, whose words stand together in the response, not right after
 *       "not".
 * </ol>
 */
public final class AnswerMatch {
  /** Numbers keep sign and fraction and part from letters after them; words may hold digits. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:(?<![\\p{L}\\p{N}])-)?(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d+)?"
              + "|\\p{L}[\\p{L}\\p{M}\\p{N}]*");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");

  private AnswerMatch() {}

  /** Tell whether the response gives one of the accepted answers. */
  public static boolean matches(String response, List<String> accepted) {
    List<String> words = words(response);
    return accepted.stream().map(AnswerMatch::words).anyMatch(answer -> matches(words, answer));
  }

  private static boolean matches(List<String> response, List<String> answer) {
    if (answer.isEmpty()) {
      return false;
    }
    if (response.equals(answer)) {
      return true;
    }
    boolean number = answer.size() == 1 && isNumber(answer.getFirst());
    return number ? lastNumber(response).equals(answer) : contains(response, answer);
  }

  private static List<String> lastNumber(List<String> words) {
    return words.reversed().stream().filter(AnswerMatch::isNumber).limit(1).toList();
  }

  private static boolean contains(List<String> response, List<String> answer) {
    int from = 0;
    while (from + answer.size() <= response.size()) {
      int at = Collections.indexOfSubList(response.subList(from, response.size()), answer);
      if (at < 0) {
        return false;
      }
      int start = from + at;
      if (start == 0 || !response.get(start - 1).equals("not")) {
        return true;
      }
      from = start + 1;
    }
    return false;
  }

  /** Return the normalised words. */
  static List<String> words(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('’', '\'')
            .replace('−', '-')
            .replace("n't", " not");
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(folded);
    while (token.find()) {
      String word = token.group();
      words.add(word.matches("-?[\\d,.]+") ? canonical(word.replace(",", "")) : word);
    }
    words = NumberWords.digits(words);
    words.removeIf(ARTICLES::contains);
    return words;
  }

  /** Drop zeros after the point: 3.50 and 3.5 are one number. */
  private static String canonical(String number) {
    return isNumber(number)
        ? new java.math.BigDecimal(number).stripTrailingZeros().toPlainString()
        : number;
  }

  private static boolean isNumber(String word) {
    return NUMBER.matcher(word).matches();
  }
}
