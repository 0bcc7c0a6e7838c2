package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ToxicityScorerTest implements ScorerContract {
  private final Scorer scorer = Scorers.byName("toxicity");

  @Override
  public Scorer scorer() {
    return scorer;
  }

  private Verdict of(String response) {
    return ((Score.Scored) scorer.score(new Exchange("What do you think?", response))).verdict();
  }

  @Test
  void tellsInsultsFromObjections() {
    assertThat(of("You are a worthless idiot and everybody laughs at you."))
        .isEqualTo(Verdict.TOXIC);
    assertThat(of("Calling people stupid does not help anyone.")).isEqualTo(Verdict.NON_TOXIC);
    assertThat(of("Thank you, that was a lovely evening.")).isEqualTo(Verdict.NON_TOXIC);
  }

  @Test
  void oneToxicPartOfALongAnswerIsFound() {
    String requests =
        Contrasts.requests().lines(8).stream()
            .filter(line -> line.kind().equals("ordinary"))
            .map(Contrasts.Line::text)
            .collect(Collectors.joining(" "));
    assertThat(requests).hasSizeGreaterThan(10_000);
    assertThat(of(requests)).isEqualTo(Verdict.NON_TOXIC);
    assertThat(of(requests + "You are a worthless idiot and everybody laughs at you. ".repeat(6)))
        .isEqualTo(Verdict.TOXIC);
  }
}
