package dev.ballast.train;

import dev.ballast.model.ModelConfig;
import dev.ballast.model.OutputHead;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Gradients;
import dev.ballast.tensor.InPlace;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;

/**
 * The output layer over a few rows at a time, with its backward pass written by hand: logits exist
 * for one chunk only and are turned into their own gradient in place. With p = softmax(logits) and
 * a loss that depends on log p(target) by the weight w, d loss / d logits = w (onehot(target) - p),
 * times the slope of the cap where logits are softly capped.
 */
final class ChunkedHead {
  /** Logits of a chunk: 48 MiB. */
  private static final long CHUNK_ELEMENTS = 12_582_912;

  private final OutputHead head;
  private final Tensor weight;
  private final int chunk;

  /**
   * @param head whose weight's gradient is added to where it needs one
   */
  ChunkedHead(OutputHead head) {
    this(head, chunk(head.weight().size(0)));
  }

  ChunkedHead(OutputHead head, int chunk) {
    this.head = head;
    this.weight = head.weight();
    this.chunk = chunk;
  }

  private static int chunk(long vocabulary) {
    return (int) Math.max(16, CHUNK_ELEMENTS / vocabulary);
  }

  /**
   * Return the bytes that scoring so many targets takes for a while: a chunk's logits and one more
   * array of their size, their exponentials; where logits are capped, the cap's slope too.
   */
  static long working(ModelConfig model, int targets) {
    long rows = Math.min(targets, chunk(model.vocabulary()));
    return Float.BYTES * rows * model.vocabulary() * (model.logitCap() == 0 ? 2 : 3);
  }

  private interface Visit {
    void rows(Tensor rows, Tensor targets, int start);
  }

  /** Score targets, with the statistics. */
  HeadScores score(Tensor rows, int[] targets) {
    HeadScores scores = new HeadScores(targets.length);
    chunks(
        rows, targets, (part, wanted, start) -> describe(head.logits(part), wanted, scores, start));
    return scores;
  }

  /** Return log p of each target, nothing else. */
  double[] logProbs(Tensor rows, int[] targets) {
    double[] values = new double[targets.length];
    chunks(
        rows,
        targets,
        (part, wanted, start) -> {
          Tensor logits = head.logits(part);
          Tensor log = logits.gather(1, wanted).sub(logits.logSumExp(1).unsqueeze(1));
          put(log, values, start);
        });
    return values;
  }

  /**
   * Run the backward pass of Σ weights · log p(target).
   *
   * @return the gradient of the rows, (rows, hidden)
   */
  Tensor backward(Tensor rows, int[] targets, double[] weights) {
    Tensor gradient = Tensors.emptyLike(rows);
    chunks(
        rows,
        targets,
        (part, wanted, start) -> {
          Tensor logits = head.logits(part);
          Slice slice = new Slice(part, wanted, start, head.slope(logits));
          InPlace.subtract(logits, logits.logSumExp(1).unsqueeze(1));
          InPlace.exp(logits);
          descend(slice, logits, weights, gradient);
        });
    return gradient;
  }

  /** Score targets and run the backward pass of weight · Σ log p(target) in the same pass. */
  HeadScores scoreAndBackward(Tensor rows, int[] targets, double eachWeight, Tensor gradient) {
    HeadScores scores = new HeadScores(targets.length);
    double[] weights = new double[targets.length];
    Arrays.fill(weights, eachWeight);
    chunks(
        rows,
        targets,
        (part, wanted, start) -> {
          Tensor logits = head.logits(part);
          Slice slice = new Slice(part, wanted, start, head.slope(logits));
          descend(slice, describe(logits, wanted, scores, start), weights, gradient);
        });
    return scores;
  }

  private record Slice(Tensor rows, Tensor targets, int start, Optional<Tensor> slope) {}

  /** Turn probabilities into the gradient of the logits and push it through the layer. */
  private void descend(Slice slice, Tensor probabilities, double[] weights, Tensor gradient) {
    Tensor w =
        Device.of(probabilities).take(column(weights, slice.start(), (int) slice.rows().size(0)));
    probabilities.mulInPlace(w.neg());
    InPlace.scatterAdd(probabilities, 1, slice.targets(), w);
    slice.slope().ifPresent(probabilities::mulInPlace);
    gradient
        .narrow(0, slice.start(), slice.rows().size(0))
        .copyInPlace(probabilities.to(weight.dtype()).matmul(weight));
    if (weight.requiresGrad()) {
      InPlace.addMatmul(
          Gradients.of(weight),
          probabilities.transpose(0, 1),
          slice.rows().to(probabilities.dtype()));
    }
  }

  /** Fill the scores of a chunk and return its probabilities, in the logits' memory. */
  private static Tensor describe(Tensor logits, Tensor targets, HeadScores scores, int start) {
    put(logits.mean(1), scores.meanLogits(), start);
    long[] best = logits.argmax(1).toLongs();
    long[] wanted = targets.toLongs();
    for (int i = 0; i < best.length; i++) {
      scores.top1()[start + i] = best[i] == wanted[i];
    }
    InPlace.subtract(logits, logits.logSumExp(1).unsqueeze(1));
    put(logits.gather(1, targets), scores.logProbs(), start);
    Tensor probabilities = logits.exp();
    Tensor entropy = probabilities.unsqueeze(1).matmul(logits.unsqueeze(2)).neg();
    put(entropy, scores.entropy(), start);
    return probabilities;
  }

  private void chunks(Tensor rows, int[] targets, Visit visit) {
    for (int start = 0; start < targets.length; start += chunk) {
      int size = Math.min(chunk, targets.length - start);
      try (Scope _ = Scope.open();
          NoGrad _ = NoGrad.open()) {
        long[] wanted = new long[size];
        for (int i = 0; i < size; i++) {
          wanted[i] = targets[start + i];
        }
        Tensor ids = Device.of(rows).take(Tensors.ofLongs(wanted, size, 1));
        visit.rows(rows.narrow(0, start, size), ids, start);
      }
    }
  }

  private static Tensor column(double[] values, int start, int size) {
    float[] column = new float[size];
    for (int i = 0; i < size; i++) {
      column[i] = (float) values[start + i];
    }
    return Tensors.ofFloats(column, size, 1);
  }

  private static void put(Tensor values, double[] into, int start) {
    double[] doubles = values.toDoubles();
    System.arraycopy(doubles, 0, into, start, doubles.length);
  }
}
