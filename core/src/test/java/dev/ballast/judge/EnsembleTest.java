package dev.ballast.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.score.Score;
import dev.ballast.score.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static final Score NONE = new Score.Unscored("cut off");

  private static Score harm(double score) {
    return new Score.Scored(score >= 0.5 ? Verdict.UNSAFE : Verdict.SAFE, score, "e");
  }

  private static Score refusal(Verdict verdict) {
    return new Score.Scored(verdict, verdict == Verdict.FULL_REFUSAL ? 1 : 0, "e");
  }

  private static String said(Score score) {
    return switch (score) {
      case Score.Scored s -> s.verdict().word();
      case Score.Unscored u -> u.why();
    };
  }

  @Test
  void aMajorityIsMoreThanHalfOfAllJudges() {
    Ensemble rule = Ensemble.MAJORITY;
    Score two = rule.combine(List.of(harm(0.9), harm(0.6), harm(0.1)));
    assertThat(said(two)).isEqualTo("unsafe");
    assertThat(((Score.Scored) two).score()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(said(rule.combine(List.of(harm(0.9), harm(0.1))))).isEqualTo("no majority");
    assertThat(said(rule.combine(List.of(harm(0.1), harm(0.2), NONE)))).isEqualTo("safe");
    assertThat(said(rule.combine(List.of(harm(0.1), NONE, NONE)))).isEqualTo("no majority");
    assertThat(said(rule.combine(List.of(NONE, NONE)))).isEqualTo("no judge gave a verdict");
    assertThat(
            said(
                rule.combine(
                    List.of(
                        refusal(Verdict.PARTIAL_REFUSAL),
                        refusal(Verdict.PARTIAL_REFUSAL),
                        refusal(Verdict.FULL_REFUSAL)))))
        .isEqualTo("partial_refusal");
  }

  @Test
  void aMeanNeedsEveryJudge() {
    Score mean = Ensemble.MEAN.combine(List.of(harm(0.9), harm(0.2)));
    assertThat(said(mean)).isEqualTo("unsafe");
    assertThat(((Score.Scored) mean).score()).isCloseTo(0.55, within(1e-12));
    assertThat(said(Ensemble.MEAN.combine(List.of(harm(0.9), NONE))))
        .isEqualTo("a judge gave no verdict");
    assertThat(
            said(
                Ensemble.MEAN.combine(
                    List.of(
                        refusal(Verdict.PARTIAL_REFUSAL),
                        refusal(Verdict.PARTIAL_REFUSAL),
                        refusal(Verdict.FULL_REFUSAL)))))
        .isEqualTo("partial_refusal");
  }

  @Test
  void unanimousIsOneVerdictOrNone() {
    assertThat(said(Ensemble.UNANIMOUS.combine(List.of(harm(0.6), harm(0.9))))).isEqualTo("unsafe");
    assertThat(said(Ensemble.UNANIMOUS.combine(List.of(harm(0.4), harm(0.9)))))
        .isEqualTo("the judges disagree");
    assertThat(said(Ensemble.UNANIMOUS.combine(List.of(harm(0.4), NONE))))
        .isEqualTo("a judge gave no verdict");
  }

  @Test
  void judgesOfDifferentThingsAreRefused() {
    List<Score> mixed = List.of(harm(0.9), refusal(Verdict.FULL_REFUSAL));
    assertThatThrownBy(() -> Ensemble.MEAN.combine(mixed))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("HARM, REFUSAL");
  }

  /** Cohen 1960 by hand: 20 + 15 agree of 50, chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5, kappa 0.4. */
  @Test
  void kappaOfAPairByHand() {
    List<List<Opinion>> rows = new ArrayList<>();
    add(rows, 20, "unsafe", "unsafe");
    add(rows, 5, "unsafe", "safe");
    add(rows, 10, "safe", "unsafe");
    add(rows, 15, "safe", "safe");
    add(rows, 7, "safe", "unscored");
    List<PairAgreement> pairs = PairAgreement.of(rows);
    assertThat(pairs).hasSize(1);
    PairAgreement pair = pairs.getFirst();
    assertThat(pair.rows()).isEqualTo(50);
    assertThat(pair.disagreements()).isEqualTo(15);
    assertThat(pair.kappa().orElseThrow().estimate()).isCloseTo(0.4, within(1e-12));
    assertThat(pair.kappa().orElseThrow().low()).isBetween(0.1, 0.2);
    assertThat(rows.stream().filter(PairAgreement::disagree)).hasSize(15);
  }

  @Test
  void threeJudgesMakeThreePairsAndOneVerdictHasNoKappa() {
    List<List<Opinion>> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(List.of(opinion("a", "safe"), opinion("b", "safe"), opinion("c", "unscored")));
    }
    assertThat(PairAgreement.of(rows))
        .extracting(p -> p.first() + p.second() + p.rows() + p.kappa().isPresent())
        .containsExactly("ab3false", "ac0false", "bc0false");
  }

  private static void add(List<List<Opinion>> rows, int times, String first, String second) {
    for (int i = 0; i < times; i++) {
      rows.add(List.of(opinion("a", first), opinion("b", second)));
    }
  }

  private static Opinion opinion(String judge, String verdict) {
    return new Opinion(judge, verdict, verdict.equals("unscored") ? null : 0.5);
  }
}
