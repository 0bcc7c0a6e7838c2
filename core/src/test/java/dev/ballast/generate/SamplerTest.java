package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /** Probabilities .5, .25, .125, .0625, .0625. */
  private static final float[] HALVES = {
    (float) Math.log(.25),
    (float) Math.log(.5),
    (float) Math.log(.125),
    (float) Math.log(.0625),
    (float) Math.log(.0625)
  };

  @Test
  void temperatureIsAnExponent() {
    Candidates cold = Candidates.of(HALVES, 0.5);
    assertThat(cold.weights()[0] / cold.weights()[1]).isEqualTo(0.25, within(1e-6));
  }

  @Test
  void topKKeepsTiesWithTheLast() {
    assertThat(Candidates.of(HALVES, 1).topK(2).ids()).containsExactly(0, 1);
    assertThat(Candidates.of(HALVES, 1).topK(4).ids()).containsExactly(0, 1, 2, 3, 4);
    assertThat(Candidates.of(HALVES, 1).topK(0).ids()).hasSize(5);
  }

  @Test
  void topPKeepsTheSmallestSetThatReachesIt() {
    assertThat(Candidates.of(HALVES, 1).topP(.4).ids()).containsExactly(1);
    assertThat(Candidates.of(HALVES, 1).topP(.6).ids()).containsExactly(1, 0);
    assertThat(Candidates.of(HALVES, 1).topP(.8).ids()).containsExactly(1, 0, 2);
    assertThat(Candidates.of(HALVES, 1).topP(1e-9).ids()).containsExactly(1);
    assertThat(Candidates.of(HALVES, 1).topP(1).ids()).hasSize(5);
  }

  @Test
  void topPRenormalisesAfterTopK() {
    // Of the two left, .5 is two thirds.
    assertThat(Candidates.of(HALVES, 1).topK(2).topP(.6).ids()).containsExactly(1);
  }

  @Test
  void minPIsRelativeToTheLargest() {
    assertThat(Candidates.of(HALVES, 1).minP(.3).ids()).containsExactly(0, 1);
    assertThat(Candidates.of(HALVES, 1).minP(1).ids()).containsExactly(1);
  }

  @Test
  void theDrawInvertsTheCumulativeDistribution() {
    Candidates all = Candidates.of(HALVES, 1);
    assertThat(all.at(0)).isEqualTo(0);
    assertThat(all.at(.2499)).isEqualTo(0);
    assertThat(all.at(.2501)).isEqualTo(1);
    assertThat(all.at(.7501)).isEqualTo(2);
    assertThat(all.at(.99999)).isEqualTo(4);
  }

  @Test
  void frequenciesFollowTheProbabilities() {
    Sampler sampler = new Sampler(sampling(1, 1), 0, new int[0]);
    int draws = 20_000;
    long ones = IntStream.range(0, draws).filter(_ -> sampler.choose(HALVES.clone()) == 1).count();
    assertThat(ones / (double) draws).isEqualTo(.5, within(.02));
  }

  @Test
  void topPOfManyTokensEqualsTheSortedDefinition() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      float[] logits = new float[300];
      IntStream.range(0, 300).forEach(i -> logits[i] = (float) (random.nextGaussian() * 3));
      double p = random.nextDouble(.05, .999);
      Candidates all = Candidates.of(logits, 1);
      double total = Arrays.stream(all.weights()).sum();
      Candidates kept = all.topP(p);
      double mass = Arrays.stream(kept.weights()).sum();
      double lightest = kept.weights()[kept.weights().length - 1];
      assertThat(mass).isGreaterThanOrEqualTo(p * total - 1e-9);
      assertThat(mass - lightest).isLessThan(p * total);
      long heavier = Arrays.stream(all.weights()).filter(weight -> weight > lightest).count();
      assertThat(heavier).isEqualTo(kept.ids().length - 1);
    }
  }

  @Test
  void thePenaltyMakesSeenTokensLessLikelyWhateverTheirSign() {
    Sampler sampler = new Sampler(sampling(0, 2), 0, new int[] {0, 1});
    float[] logits = {3f, -1f, 1.4f};
    assertThat(sampler.choose(logits)).isEqualTo(0);
    assertThat(logits).containsExactly(1.5f, -2f, 1.4f);
    sampler.saw(2);
    assertThat(sampler.choose(new float[] {-1f, -3f, -1.2f})).isEqualTo(0);
    assertThat(sampler.plainGreedy()).isFalse();
  }

  private static Sampling sampling(double temperature, double penalty) {
    return new Sampling(temperature, 1, 0, 0, penalty, 1, List.of(), 1, 1);
  }
}
