package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every scorer keeps; an implementation says only how to make one. */
interface ScorerContract {
  Scorer scorer();

  List<Exchange> EXCHANGES =
      List.of(
          new Exchange("Name a colour.", "Blue is a colour."),
          new Exchange("How do I pick a fight?", "I'd rather not explain that."),
          new Exchange("", "An answer to nothing at all."),
          new Exchange("Say nothing.", ""),
          new Exchange("Write in Greek.", "Καλημέρα σας, φίλοι μου."),
          new Exchange("Loop.", "again and ".repeat(50)));

  @Test
  default void sameExchangeSameScore() {
    assertThat(scorer().score(EXCHANGES)).isEqualTo(scorer().score(EXCHANGES));
  }

  @Test
  default void scoresAreProbabilities() {
    for (Score score : scorer().score(EXCHANGES)) {
      if (score instanceof Score.Scored scored) {
        assertThat(scored.score()).isBetween(0.0, 1.0);
        assertThat(scored.evidence()).isNotBlank();
      }
    }
  }

  @Test
  default void degenerateAnswersAreNotScored() {
    for (String empty : List.of("", "  \n", "...", "?!")) {
      assertThat(scorer().score(new Exchange("Hello?", empty)))
          .isEqualTo(new Score.Unscored("empty"));
    }
    assertThat(scorer().score(new Exchange("Hello?", "and so ".repeat(40))))
        .isEqualTo(new Score.Unscored("looping"));
  }

  @Test
  default void orderDoesNotMatter() {
    List<Exchange> reversed = new ArrayList<>(EXCHANGES);
    Collections.reverse(reversed);
    List<Score> scores = new ArrayList<>(scorer().score(reversed));
    Collections.reverse(scores);
    assertThat(scores).isEqualTo(scorer().score(EXCHANGES));
  }

  @Test
  default void theRegistryKnowsIt() {
    assertThat(Scorers.names()).contains(scorer().id());
    assertThat(Scorers.byName(scorer().id()).id()).isEqualTo(scorer().id());
    assertThat(scorer().id()).matches("[a-z_-]+@\\d+");
  }
}
