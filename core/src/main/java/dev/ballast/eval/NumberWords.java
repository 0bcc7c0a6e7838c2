package dev.ballast.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns English number words into digits: "two hundred and five" → "205". */
final class NumberWords {
  private static final Map<String, Integer> SMALL = small();
  private static final Map<String, Long> SCALE =
      Map.of("hundred", 100L, "thousand", 1_000L, "million", 1_000_000L);

  private NumberWords() {}

  private static Map<String, Integer> small() {
    Map<String, Integer> small = new HashMap<>();
    String units =
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            + " fifteen sixteen seventeen eighteen nineteen";
    for (String word : units.split(" ")) {
      small.put(word, small.size());
    }
    int ten = 20;
    for (String word : "twenty thirty forty fifty sixty seventy eighty ninety".split(" ")) {
      small.put(word, ten);
      ten += 10;
    }
    return Map.copyOf(small);
  }

  /** Replace each run of number words by one number; other words stay. */
  static List<String> digits(List<String> words) {
    List<String> out = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      boolean minus = words.get(at).equals("minus") || words.get(at).equals("negative");
      int start = minus ? at + 1 : at;
      int end = run(words, start);
      // "nine minus two" is a subtraction, not the number -2.
      boolean sign = minus && (out.isEmpty() || !out.getLast().matches("-?\\d.*"));
      if (end > start && (sign || !minus)) {
        out.add((sign ? "-" : "") + value(words.subList(start, end)));
        at = end;
      } else if (sign && start < words.size() && words.get(start).matches("\\d.*")) {
        out.add("-" + words.get(start));
        at = start + 1;
      } else {
        out.add(words.get(at++));
      }
    }
    return out;
  }

  /** Return the end of the number that starts here; the start when none does. */
  private static int run(List<String> words, int start) {
    int at = start;
    while (at < words.size() && continues(words, start, at)) {
      at++;
    }
    return at > start && words.get(at - 1).equals("and") ? at - 1 : at;
  }

  private static boolean continues(List<String> words, int start, int at) {
    String word = words.get(at);
    if (at == start) {
      return SMALL.containsKey(word);
    }
    String before = words.get(at - 1);
    boolean afterScale = SCALE.containsKey(before);
    if (word.equals("and")) {
      return afterScale && at + 1 < words.size() && SMALL.containsKey(words.get(at + 1));
    }
    if (SCALE.containsKey(word)) {
      return SMALL.containsKey(before) || afterScale;
    }
    boolean unitAfterTens =
        SMALL.getOrDefault(before, 0) >= 20
            && SMALL.getOrDefault(word, 99) < 10
            && !word.equals("zero");
    return SMALL.containsKey(word) && (afterScale || before.equals("and") || unitAfterTens);
  }

  private static long value(List<String> run) {
    long total = 0;
    long current = 0;
    for (String word : run) {
      long scale = SCALE.getOrDefault(word, 0L);
      if (scale == 100) {
        current *= 100;
      } else if (scale > 100) {
        total += current * scale;
        current = 0;
      } else {
        current += SMALL.getOrDefault(word, 0);
      }
    }
    return total + current;
  }
}
