package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/**
 * Fits an {@link AnswerModel}: the mean of a model over words and traits and one over words alone.
 * The traits alone would decide all where they fit the known sources well; of a source left out the
 * mean knows more.
 */
final class AnswerFit {
  private static final int EPOCHS = 5;
  private static final long SEED = 17;

  /**
   * An answer or its opening.
   *
   * @param target 1 does not give what was asked, 0 does
   */
  record Sample(List<List<String>> sentences, double[] traits, double target, double weight) {}

  private AnswerFit() {}

  /** Fit; both classes weigh alike, so that 0.5 is the middle between them. */
  static AnswerModel fit(List<Sample> samples) {
    AnswerModel scale = scale(samples);
    double positive = samples.stream().mapToDouble(s -> s.target() * s.weight()).sum();
    double all = samples.stream().mapToDouble(Sample::weight).sum();
    List<SparseTrainer.Sample> words = new ArrayList<>();
    List<SparseTrainer.Sample> both = new ArrayList<>();
    for (Sample s : samples) {
      double half = s.target() > 0.5 ? all / positive / 2 : all / (all - positive) / 2;
      double weight = s.weight() * half * samples.size() / all;
      int[] buckets = Grams.answer(s.sentences());
      words.add(new SparseTrainer.Sample(buckets, new float[Traits.COUNT], s.target(), weight));
      both.add(new SparseTrainer.Sample(buckets, scale.scaled(s.traits()), s.target(), weight));
    }
    return new AnswerModel(
        LinearModel.of(mean(train(words), train(both))), scale.mean(), scale.spread());
  }

  private static SparseTrainer.Fit train(List<SparseTrainer.Sample> samples) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    return SparseTrainer.fit(samples, EPOCHS, random);
  }

  private static SparseTrainer.Fit mean(SparseTrainer.Fit a, SparseTrainer.Fit b) {
    return new SparseTrainer.Fit(
        mean(a.buckets(), b.buckets()), mean(a.dense(), b.dense()), (a.bias() + b.bias()) / 2);
  }

  private static double[] mean(double[] a, double[] b) {
    double[] mean = new double[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (a[i] + b[i]) / 2;
    }
    return mean;
  }

  /** Return an untrained model that knows how to scale traits. */
  private static AnswerModel scale(List<Sample> samples) {
    float[] mean = new float[Traits.COUNT];
    float[] spread = new float[Traits.COUNT];
    for (int i = 0; i < mean.length; i++) {
      int trait = i;
      double m = samples.stream().mapToDouble(s -> s.traits()[trait]).average().orElse(0);
      double square =
          samples.stream().mapToDouble(s -> Math.pow(s.traits()[trait] - m, 2)).average().orElse(0);
      mean[i] = (float) m;
      spread[i] = (float) Math.max(1e-6, Math.sqrt(square));
    }
    return new AnswerModel(LinearModel.untrained(), mean, spread);
  }
}
