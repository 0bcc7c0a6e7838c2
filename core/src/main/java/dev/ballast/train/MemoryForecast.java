package dev.ballast.train;

import dev.ballast.model.ModelConfig;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Where a run's memory goes at its peak, in bytes.
 *
 * <p>With W numbers, an adapter's among them, of which t are trained, weights take 4 W and AdamW's
 * two moments 8 t from beginning to end. Gradients, 4 t, come in while a step's first backward pass
 * lets activations go, layer by layer, so that the peak of a step with one pass is at one of that
 * pass's ends: all activations and the output layer's gradient, or all gradients and one layer. In
 * every further pass of a step all gradients are there from the start. While a checkpoint is read
 * its mapped file is in memory beside the weights.
 *
 * @param runtime this program, libtorch and the rows, without any tensor
 * @param gradients at the peak
 * @param activations at the peak: what backward passes still need
 * @param working at the peak: what is freed at once
 * @param loading what reading the checkpoint takes at most, weights among it
 */
public record MemoryForecast(
    long runtime,
    long weights,
    long moments,
    long gradients,
    long activations,
    long working,
    long loading) {
  /** Return the most memory that the process is going to hold. */
  public long peak() {
    return runtime + Math.max(loading, weights + moments + gradients + activations + working);
  }

  /** What does not change from pass to pass. */
  private record Fixed(
      Learner learner, List<String> trained, SequencedMap<String, Long> sizes, int passesPerStep) {
    long bytes(List<String> parameters) {
      return Float.BYTES * parameters.stream().mapToLong(this::count).sum();
    }

    ModelConfig model() {
      return learner.model();
    }

    /** Return the bytes of a parameter of the model, 0 where it is not trained whole. */
    long ofTrained(String parameter) {
      String name = learner.name(parameter);
      return trained.contains(name) ? Float.BYTES * count(name) : 0;
    }

    private long count(String parameter) {
      return sizes.getOrDefault(parameter, 0L);
    }
  }

  /** The three parts that come and go. */
  private record Moment(long gradients, long activations, long working) {
    long total() {
      return gradients + activations + working;
    }

    static Moment larger(Moment a, Moment b) {
      return a.total() >= b.total() ? a : b;
    }
  }

  /**
   * Predict.
   *
   * @param runtime measured: what the process holds without a tensor
   * @param checkpoint bytes of the file that the weights are read from
   */
  public static MemoryForecast of(RunOutline run, long runtime, long checkpoint) {
    SequencedMap<String, Long> sizes = run.learner().sizes();
    Fixed fixed = new Fixed(run.learner(), run.trained(), sizes, run.passesPerStep());
    Moment peak =
        run.passes().stream()
            .map(pass -> peak(fixed, pass))
            .reduce(new Moment(0, 0, 0), Moment::larger);
    long weights = fixed.bytes(List.copyOf(sizes.keySet()));
    return new MemoryForecast(
        runtime,
        weights,
        2 * fixed.bytes(fixed.trained()),
        peak.gradients(),
        peak.activations(),
        peak.working(),
        weights + checkpoint);
  }

  private static Moment peak(Fixed fixed, PassLoad pass) {
    ModelConfig model = fixed.model();
    long all = fixed.bytes(fixed.trained());
    // Hidden states that predict, and their gradient.
    long predictors = 2L * Float.BYTES * pass.targets() * model.hidden();
    long kept = pass.memory().kept() + pass.memory().around() + predictors;
    long working = Math.max(ChunkedHead.working(model, pass.targets()), pass.memory().working());
    Moment first = new Moment(fixed.ofTrained(model.output()), kept, working);
    // The embedding's gradient is made whole before it is added.
    long last = Math.max(pass.memory().working(), fixed.ofTrained(model.embedding()));
    Moment end = new Moment(all, pass.memory().around() + pass.memory().last(), last);
    Moment further = fixed.passesPerStep() > 1 ? new Moment(all, kept, working) : first;
    return Stream.of(first, end, further).reduce(new Moment(0, 0, 0), Moment::larger);
  }
}
