package dev.ballast.train;

import dev.ballast.model.Activations;
import dev.ballast.model.ModelConfig;
import dev.ballast.train.RunOutline.Objective;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Where a run's time goes, in seconds.
 *
 * <p>A pass is priced by its tokens and targets at the rates that this machine was measured to
 * have. Of a layer's backward pass one half is taken to make the gradient of its input, which every
 * layer from the lowest trained one upwards does, and the other half those of its matrices, as far
 * as they are trained. A layer with an adapter's matrices is measured as it is.
 *
 * @param reading the program's start, rows, tokenizer, weights
 * @param reference log-probs of the model that training starts from
 * @param training all steps
 * @param writing checkpoints and the model, with their hashes
 * @param perStep mean over all steps
 */
public record TimeForecast(
    double reading, double reference, double training, double writing, double perStep) {
  /** Passes longer than this are measured by fewer of their rows. */
  private static final int MOST_TOKENS = 1024;

  /**
   * What the surroundings were measured to take.
   *
   * @param reading seconds before the first pass
   * @param writingByte seconds to write a byte and to hash it
   */
  public record Surroundings(double reading, double writingByte) {}

  public double total() {
    return reading + reference + training + writing;
  }

  /** Measure this machine, for a few seconds, and predict. */
  public static TimeForecast of(RunOutline run, Surroundings around) {
    boolean trainsHead = run.trained().contains(run.learner().name(run.model().output()));
    StepRates rates = StepRates.measure(run.learner(), run.sample(MOST_TOKENS), trainsHead);
    return of(run, around, rates);
  }

  static TimeForecast of(RunOutline run, Surroundings around, StepRates rates) {
    Pricing pricing = Pricing.of(run, rates);
    double passes = run.passes().stream().mapToDouble(pricing::pass).sum();
    double perStep = passes / run.looked() + rates.update() * pricing.trained();
    double reference = run.reference().stream().mapToDouble(pricing::reference).sum();
    double bytes = run.learner().written();
    double written = bytes + run.checkpoints() * (bytes + 2.0 * Float.BYTES * pricing.trained());
    return new TimeForecast(
        around.reading(),
        reference,
        perStep * run.steps(),
        written * around.writingByte(),
        perStep);
  }

  /**
   * What a pass of a run costs.
   *
   * @param token seconds of all layers for a token, both ways
   * @param trained numbers that are trained
   */
  private record Pricing(
      StepRates rates, Objective objective, double token, double trained, int depth) {
    static Pricing of(RunOutline run, StepRates rates) {
      ModelConfig model = run.model();
      List<String> trained = run.trained();
      SequencedMap<String, Long> sizes = run.learner().sizes();
      int lowest = run.learner().lowest(trained);
      int forwards = run.config().activations() == Activations.RECOMPUTED ? 2 : 1;
      double token =
          IntStream.range(0, model.layers())
              .mapToDouble(
                  layer -> {
                    boolean adapted = run.learner().adapts(layer);
                    StepRates.Layer rate = adapted ? rates.adapted() : rates.plain();
                    double back = adapted ? 1 : 0.5 + 0.5 * share(layer, trained, sizes);
                    return layer < lowest
                        ? rate.forward()
                        : forwards * rate.forward() + back * rate.backward();
                  })
              .sum();
      return new Pricing(rates, run.objective(), token, run.trainedNumbers(), model.layers());
    }

    /** Return the share of a layer's numbers that is trained. */
    private static double share(int layer, List<String> trained, SequencedMap<String, Long> sizes) {
      double all = 0;
      double some = 0;
      for (var entry : sizes.entrySet()) {
        if (ModelConfig.inLayer(entry.getKey(), layer)) {
          all += entry.getValue();
          some += trained.contains(entry.getKey()) ? entry.getValue() : 0;
        }
      }
      return some / all;
    }

    double pass(PassLoad pass) {
      StepRates.Head head = rates.head();
      double perTarget =
          switch (objective) {
            case COMPLETIONS -> head.both();
            case PAIRS -> head.score() + head.backward();
          };
      return pass.packed() * token + rates.around() + pass.targets() * perTarget;
    }

    double reference(PassLoad pass) {
      return pass.packed() * depth * rates.plain().forward()
          + pass.targets() * rates.head().logProbs();
    }
  }
}
