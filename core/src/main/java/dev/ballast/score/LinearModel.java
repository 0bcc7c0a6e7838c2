package dev.ballast.score;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A logistic model over buckets of {@link Grams}, its weights in 8 bits, and dense values beside
 * them.
 *
 * @param weights one per bucket, times {@code scale}
 * @param dense one per dense value; may be none
 */
record LinearModel(byte[] weights, float scale, float[] dense, float bias) {
  private static final int FOLDED = 15;

  /** A text as the model reads it: its buckets, and as many dense values as the model has. */
  record Text(int[] buckets, float[] dense) {}

  /** Return the model that finds everything as likely as not. */
  static LinearModel untrained() {
    return new LinearModel(new byte[1 << Grams.BITS], 0, new float[0], 0);
  }

  /** Round weights to 8 bits. */
  static LinearModel of(SparseTrainer.Fit fit) {
    return of(fit, 1 << Grams.BITS);
  }

  /** Round the weights of {@link #fold folded} buckets, the only ones that were learnt. */
  static LinearModel folded(SparseTrainer.Fit fit) {
    return of(fit, 1 << FOLDED);
  }

  private static LinearModel of(SparseTrainer.Fit fit, int size) {
    double largest = 1e-9;
    for (double w : fit.buckets()) {
      largest = Math.max(largest, Math.abs(w));
    }
    byte[] rounded = new byte[size];
    for (int i = 0; i < size; i++) {
      rounded[i] = (byte) Math.round(fit.buckets()[i] / largest * 127);
    }
    float[] dense = new float[fit.dense().length];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = (float) fit.dense()[i];
    }
    return new LinearModel(rounded, (float) (largest / 127), dense, (float) fit.bias());
  }

  /** Return the buckets of a smaller model. */
  static int[] fold(int[] buckets) {
    int[] folded = new int[buckets.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = buckets[i] & (1 << FOLDED) - 1;
    }
    return folded;
  }

  /** Return the log-odds of the positive class; at least one bucket. */
  double logit(Text text) {
    double logit = wordLogit(text.buckets());
    for (int i = 0; i < dense.length; i++) {
      logit += dense[i] * text.dense()[i];
    }
    return logit;
  }

  /** Return the log-odds but for the dense values. */
  double wordLogit(int[] buckets) {
    int sum = 0;
    for (int bucket : buckets) {
      sum += weights[bucket];
    }
    return bias + scale * sum / Math.sqrt(buckets.length);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(weights.length);
    out.writeFloat(scale);
    out.writeFloat(bias);
    out.write(weights);
    out.writeInt(dense.length);
    for (float value : dense) {
      out.writeFloat(value);
    }
  }

  static LinearModel read(DataInputStream in) throws IOException {
    int size = in.readInt();
    float scale = in.readFloat();
    float bias = in.readFloat();
    byte[] weights = in.readNBytes(size);
    float[] dense = new float[in.readInt()];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = in.readFloat();
    }
    return new LinearModel(weights, scale, dense, bias);
  }
}
