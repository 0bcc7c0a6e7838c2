package dev.ballast.generate;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The tokens that may come next with their unnormalised probabilities, largest first where a filter
 * had to sort.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one token, never compared
record Candidates(int[] ids, double[] weights) {
  /** Return all tokens with exp((logit - max) / temperature). */
  static Candidates of(float[] logits, double temperature) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] weights = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      weights[i] = Math.exp((logits[i] - max) / temperature);
    }
    return new Candidates(IntStream.range(0, logits.length).toArray(), weights);
  }

  /** Keep the k heaviest, and what weighs the same as the last of them. */
  Candidates topK(int k) {
    if (k == 0 || k >= ids.length) {
      return this;
    }
    double[] heap = new double[k];
    Arrays.fill(heap, -1);
    for (double weight : weights) {
      if (weight > heap[0]) {
        sink(heap, weight);
      }
    }
    return atLeast(heap[0]);
  }

  /**
   * Keep the smallest set of heaviest tokens whose share reaches {@code p} (Holtzman et al. 2020).
   */
  Candidates topP(double p) {
    if (p >= 1) {
      return this;
    }
    double total = total();
    // Tokens below this together weigh less than the tail that goes: no need to sort them.
    Candidates head = atLeast((1 - p) * total / ids.length).sorted();
    double sum = 0;
    int count = 0;
    while (count < head.ids.length && sum < p * total) {
      sum += head.weights[count++];
    }
    count = Math.max(count, 1);
    return new Candidates(Arrays.copyOf(head.ids, count), Arrays.copyOf(head.weights, count));
  }

  /** Keep tokens that weigh at least {@code share} of the heaviest (Nguyen et al. 2024). */
  Candidates minP(double share) {
    return share == 0 ? this : atLeast(share * Arrays.stream(weights).max().orElseThrow());
  }

  /** Return the token at a point of the cumulative distribution, {@code uniform} in [0, 1). */
  int at(double uniform) {
    double left = uniform * total();
    int last = 0;
    for (int i = 0; i < ids.length; i++) {
      if (weights[i] > 0) {
        left -= weights[i];
        last = i;
        if (left < 0) {
          break;
        }
      }
    }
    return ids[last];
  }

  private double total() {
    return Arrays.stream(weights).sum();
  }

  private Candidates atLeast(double least) {
    int[] kept = IntStream.range(0, ids.length).filter(i -> weights[i] >= least).toArray();
    return pick(kept);
  }

  private Candidates sorted() {
    Integer[] order = IntStream.range(0, ids.length).boxed().toArray(Integer[]::new);
    Comparator<Integer> lighter = Comparator.comparingDouble(i -> weights[i]);
    Arrays.sort(order, Collections.reverseOrder(lighter));
    return pick(Arrays.stream(order).mapToInt(Integer::intValue).toArray());
  }

  private Candidates pick(int[] places) {
    return new Candidates(
        Arrays.stream(places).map(i -> ids[i]).toArray(),
        Arrays.stream(places).mapToDouble(i -> weights[i]).toArray());
  }

  /** Replace the root of a binary min-heap. */
  private static void sink(double[] heap, double value) {
    int hole = 0;
    while (2 * hole + 1 < heap.length) {
      int child = 2 * hole + 1;
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= value) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = value;
  }
}
