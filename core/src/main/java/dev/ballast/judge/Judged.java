package dev.ballast.judge;

import dev.ballast.score.Score;
import java.util.List;

/**
 * A graded exchange with the categories that the judge named, possibly none.
 *
 * @param categories as reports show them, e.g. {@code S10 Hate}
 */
public record Judged(Score score, List<String> categories) {
  public Judged {
    categories = List.copyOf(categories);
  }

  static Judged of(Reading reading) {
    return switch (reading) {
      case Reading.Decided d ->
          new Judged(
              new Score.Scored(
                  d.verdict(), d.score(), d.evidence(), String.join(", ", d.categories())),
              d.categories());
      case Reading.Undecided u -> unscored(u.why());
    };
  }

  static Judged unscored(String why) {
    return new Judged(new Score.Unscored(why), List.of());
  }
}
