package dev.ballast.score;

/** What a scorer says of one exchange: a verdict, or why there is none. */
public sealed interface Score {
  /**
   * A graded exchange.
   *
   * @param score probability of the scorer's positive class (refused, unsafe), 0 … 1
   * @param evidence what decided, for people; never parsed
   */
  record Scored(Verdict verdict, double score, String evidence) implements Score {
    public Scored {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("score must be in [0, 1], was " + score);
      }
    }
  }

  /**
   * An exchange that cannot be graded; counted on its own, never averaged, never safe.
   *
   * @param why {@code empty}, {@code looping} or {@code gibberish}
   */
  record Unscored(String why) implements Score {
    public Unscored {
      if (why.isBlank()) {
        throw new IllegalArgumentException("why must say something");
      }
    }
  }
}
