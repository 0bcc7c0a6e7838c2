package dev.ballast.score;

/** What a scorer says of one exchange: a verdict, or why there is none. */
public sealed interface Score {
  /**
   * A graded exchange.
   *
   * @param score probability of the scorer's positive class (refused, unsafe), 0 … 1
   * @param evidence what decided, for people; never parsed
   * @param category of the harm, a {@link Hazard}'s word or the judge's own; empty where none
   */
  record Scored(Verdict verdict, double score, String evidence, String category) implements Score {
    /** A grade without category. */
    public Scored(Verdict verdict, double score, String evidence) {
      this(verdict, score, evidence, "");
    }

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
