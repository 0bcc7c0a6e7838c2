package dev.ballast.task;

import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Changes a question so that its answer stays: what a model loses by it is what it lacks in
 * robustness. The row's texts are changed where the question is written; choices, target and
 * examples keep the row as it is.
 */
public enum Probe {
  /** Nothing is changed. */
  NONE {
    @Override
    Map<String, String> changed(Map<String, String> texts, SplittableRandom random) {
      return texts;
    }
  },
  /**
   * In every fourth word of at least five letters, and in one at least, two letters inside it
   * change places; numbers stay.
   */
  TYPO {
    @Override
    Map<String, String> changed(Map<String, String> texts, SplittableRandom random) {
      Map<String, String> changed = new LinkedHashMap<>();
      texts.forEach((column, text) -> changed.put(column, mistyped(text, random)));
      return changed;
    }
  },
  /** Half of the words that have a synonym in {@link Synonyms} are changed for it. */
  SYNONYM {
    @Override
    Map<String, String> changed(Map<String, String> texts, SplittableRandom random) {
      Map<String, String> changed = new LinkedHashMap<>();
      texts.forEach((column, text) -> changed.put(column, Synonyms.changed(text, random)));
      return changed;
    }
  },
  /** A sentence that has nothing to do with the question stands before its longest text. */
  DISTRACTOR {
    @Override
    Map<String, String> changed(Map<String, String> texts, SplittableRandom random) {
      Map<String, String> changed = new LinkedHashMap<>(texts);
      texts.entrySet().stream()
          .max(Comparator.comparingInt(entry -> entry.getValue().length()))
          .ifPresent(
              entry ->
                  changed.put(
                      entry.getKey(),
                      SENTENCES.get(random.nextInt(SENTENCES.size())) + " " + entry.getValue()));
      return changed;
    }
  };

  /** Without numbers, names and questions: nothing in them can be taken for a part of one. */
  private static final List<String> SENTENCES =
      List.of(
          "The curtains in the hall were washed last week.",
          "A bicycle leans against the wall of the library.",
          "It had rained all morning and the pavement was still wet.",
          "Somebody left an umbrella in the waiting room.",
          "The kettle in the kitchen makes a whistling sound.",
          "A cat was asleep on the warm bonnet of a parked car.");

  private static final Pattern WORD = Pattern.compile("\\p{L}{5,}");

  /**
   * Change texts.
   *
   * @param texts column → text
   */
  abstract Map<String, String> changed(Map<String, String> texts, SplittableRandom random);

  /**
   * Return a row whose texts are changed.
   *
   * @param seed one seed, one change
   */
  JsonNode of(JsonNode doc, long seed) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Object> row = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : doc.properties()) {
      row.put(column.getKey(), column.getValue());
      if (column.getValue().isString()) {
        texts.put(column.getKey(), column.getValue().stringValue());
      }
    }
    row.putAll(changed(texts, new SplittableRandom(seed)));
    return Json.treeOf(row);
  }

  private static String mistyped(String text, SplittableRandom random) {
    List<MatchResult> words = new ArrayList<>(WORD.matcher(text).results().toList());
    StringBuilder changed = new StringBuilder(text);
    int wanted = (words.size() + 3) / 4;
    while (wanted > 0 && !words.isEmpty()) {
      MatchResult word = words.remove(random.nextInt(words.size()));
      wanted -= swap(changed, word.start() + 1, word.end() - 1, random) ? 1 : 0;
    }
    return changed.toString();
  }

  /** Let two neighbours between two places change theirs; false where all are alike. */
  private static boolean swap(StringBuilder text, int start, int end, SplittableRandom random) {
    int from = random.nextInt(end - 1 - start);
    for (int i = 0; i < end - 1 - start; i++) {
      int at = start + (from + i) % (end - 1 - start);
      char first = text.charAt(at);
      if (first != text.charAt(at + 1)) {
        text.setCharAt(at, text.charAt(at + 1));
        text.setCharAt(at + 1, first);
        return true;
      }
    }
    return false;
  }
}
