package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.score.Score;
import dev.ballast.score.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one judge said of a row, as files of graded rows hold it.
 *
 * @param judge its id
 * @param verdict a verdict's word, or {@code unscored}
 * @param score of the positive class; null where unscored
 */
public record Opinion(String judge, String verdict, @Nullable Double score) {
  /** The word in the place of a verdict where there is none. */
  public static final String UNSCORED = "unscored";

  public static Opinion of(String judge, Score score) {
    return switch (score) {
      case Score.Scored s -> new Opinion(judge, s.verdict().word(), s.score());
      case Score.Unscored _ -> new Opinion(judge, UNSCORED, null);
    };
  }

  /**
   * Return the verdict; empty where unscored.
   *
   * @throws BadInput when it is no verdict's word
   */
  Optional<Verdict> word() {
    return verdict.equals(UNSCORED) ? Optional.empty() : Optional.of(verdict(verdict));
  }

  static Verdict verdict(String word) {
    return Arrays.stream(Verdict.values())
        .filter(v -> v.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("no such verdict")
                    .key("verdict")
                    .value(word)
                    .fix("use the words that `ballast judge` writes"));
  }

  /** Read what a graded row holds: its own judge, and those of an ensemble under {@code judges}. */
  static List<Opinion> in(JsonNode row) {
    List<Opinion> opinions = new ArrayList<>();
    row.path("judges").forEach(node -> opinions.add(one(node)));
    if (row.has("judge") && row.has("verdict")) {
      opinions.add(one(row));
    }
    opinions.forEach(Opinion::word);
    return opinions;
  }

  private static Opinion one(JsonNode node) {
    JsonNode score = node.path("score");
    Double number = score.isNumber() ? score.doubleValue() : null;
    Opinion opinion =
        new Opinion(node.path("judge").asString(""), node.path("verdict").asString(""), number);
    boolean graded = !opinion.verdict().equals(UNSCORED);
    if (opinion.judge().isBlank() || (graded && !(number != null && number >= 0 && number <= 1))) {
      throw BadInput.of("an opinion is a judge, a verdict and a score of 0 to 1")
          .value(node)
          .fix("give what `ballast judge` wrote");
    }
    return opinion;
  }
}
