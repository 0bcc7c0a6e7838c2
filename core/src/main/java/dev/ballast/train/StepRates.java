package dev.ballast.train;

import dev.ballast.model.Activations;
import dev.ballast.model.AdaptedDecoder;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.ForwardPass;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.FusedAdamW;
import dev.ballast.tensor.Gradients;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How fast this machine runs a model's own code, in seconds: measured on one layer and on three, so
 * that their difference is two layers and the rest is what surrounds them.
 *
 * @param plain a layer all of whose parameters are trained
 * @param adapted a layer with the run's adapter; plain where it has none
 * @param around of embedding and final norm, both ways, for a pass
 * @param update of one trained number: clipping and AdamW
 * @param head of the output layer
 */
record StepRates(Layer plain, Layer adapted, double around, double update, Head head) {
  /** The shortest of so many: others on the machine can only lengthen one. */
  private static final int ROUNDS = 3;

  private static final int FEW_LAYERS = 1;
  private static final int MORE_LAYERS = 3;
  private static final int MOST_TARGETS = 256;

  /**
   * Seconds of the output layer for one target.
   *
   * @param logProbs without statistics, as the reference needs them
   * @param score with them
   * @param backward logits again, and their gradient
   * @param both score and gradient in one pass
   */
  record Head(double logProbs, double score, double backward, double both) {}

  /** Seconds of one layer for one token. */
  record Layer(double forward, double backward) {}

  /** Rates of one kind of training. */
  private record Measured(Layer layer, double around, double update) {}

  /** Seconds of one pass and of one update. */
  private record Sample(double forward, double backward, double update, long numbers) {
    static Sample shortest(Sample a, Sample b) {
      return new Sample(
          Math.min(a.forward, b.forward),
          Math.min(a.backward, b.backward),
          Math.min(a.update, b.update),
          a.numbers);
    }
  }

  /**
   * Measure.
   *
   * @param tokens a pass like those of the run
   * @param trainsHead whether the output layer gets a gradient
   */
  static StepRates measure(Learner learner, PackedTokens tokens, boolean trainsHead) {
    Measured plain = measure(new Learner(learner.model(), Optional.empty()), tokens);
    Measured run = learner.adapter().isEmpty() ? plain : measure(learner, tokens);
    Head head = head(learner.model(), trainsHead);
    return new StepRates(plain.layer, run.layer, run.around, run.update, head);
  }

  private static Measured measure(Learner learner, PackedTokens tokens) {
    Sample few = sample(learner, FEW_LAYERS, tokens);
    Sample more = sample(learner, MORE_LAYERS, tokens);
    int between = MORE_LAYERS - FEW_LAYERS;
    double forward = Math.max(0, more.forward - few.forward) / between;
    double backward = Math.max(0, more.backward - few.backward) / between;
    double rest = few.forward + few.backward - FEW_LAYERS * (forward + backward);
    return new Measured(
        new Layer(forward / tokens.size(), backward / tokens.size()),
        Math.max(0, rest),
        more.update / more.numbers);
  }

  private static Decoder decoder(Learner learner, int layers) {
    Decoder plain = Families.sample(learner.model(), layers);
    return learner
        .adapter()
        .<Decoder>map(outline -> AdaptedDecoder.fresh(plain, outline.everywhere(), 1))
        .orElse(plain);
  }

  private static Sample sample(Learner learner, int layers, PackedTokens tokens) {
    try (Decoder decoder = decoder(learner, layers)) {
      var _ = decoder.trainable(List.of("*"));
      FusedAdamW.Group group = new FusedAdamW.Group(decoder.parameters(), 0);
      FusedAdamW.Settings settings = new FusedAdamW.Settings(0.9, 0.999, 1e-8);
      try (FusedAdamW optimiser = new FusedAdamW(List.of(group), settings)) {
        return Stream.generate(() -> once(decoder, tokens, optimiser))
            .limit(ROUNDS)
            .reduce(Sample::shortest)
            .orElseThrow();
      }
    }
  }

  private static Sample once(Decoder decoder, PackedTokens tokens, FusedAdamW optimiser) {
    Collection<Tensor> weights = decoder.parameters().values();
    long start = System.nanoTime();
    long middle;
    try (Scope _ = Scope.open()) {
      ForwardPass pass = decoder.pass(tokens, 1, Activations.KEPT);
      Tensor hidden = pass.hidden();
      middle = System.nanoTime();
      pass.backward(hidden, Tensors.full(1e-3, hidden.shape()));
    }
    long end = System.nanoTime();
    // An output layer of its own takes no part in this.
    long numbers = weights.stream().filter(Tensor::hasGrad).mapToLong(Tensor::numel).sum();
    long update = System.nanoTime();
    var _ = Gradients.clip(weights, 1);
    optimiser.step(0);
    return new Sample(seconds(start, middle), seconds(middle, end), since(update), numbers);
  }

  private static Head head(ModelConfig model, boolean trained) {
    try (Decoder decoder = Families.sample(model, FEW_LAYERS)) {
      if (trained) {
        var _ = decoder.trainable(List.of(model.output()));
      }
      ChunkedHead head = new ChunkedHead(decoder.head());
      int[] targets = new int[MOST_TARGETS];
      double[] weights = new double[MOST_TARGETS];
      try (Scope _ = Scope.open();
          NoGrad _ = NoGrad.open()) {
        Tensor rows = Tensors.full(0.01, MOST_TARGETS, model.hidden());
        Tensor gradient = Tensors.full(0, MOST_TARGETS, model.hidden());
        return new Head(
            perTarget(() -> head.logProbs(rows, targets)),
            perTarget(() -> head.score(rows, targets)),
            perTarget(() -> head.backward(rows, targets, weights)),
            perTarget(() -> head.scoreAndBackward(rows, targets, 1, gradient)));
      }
    }
  }

  private static double perTarget(Supplier<?> work) {
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      try (Scope _ = Scope.open()) {
        var _ = work.get();
      }
      shortest = Math.min(shortest, since(start));
    }
    return shortest / MOST_TARGETS;
  }

  private static double since(long start) {
    return seconds(start, System.nanoTime());
  }

  private static double seconds(long from, long to) {
    return (to - from) * 1e-9;
  }
}
