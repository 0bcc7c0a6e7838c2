package dev.ballast.score;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Tells whether an answer gives what was asked: a linear model over the words of the whole answer
 * and over its {@link Traits}.
 *
 * @param model over word n-grams and scaled traits
 * @param mean of each trait in training
 * @param spread of each trait in training: standard deviations, above 0
 */
record AnswerModel(LinearModel model, float[] mean, float[] spread) {
  /** Beside n-grams, whose length is 1. */
  private static final double LENGTH = 0.3;

  private static final double FARTHEST = 5;

  /** Return the probability that the answer does not give what was asked. */
  double refusal(List<List<String>> sentences, double[] traits) {
    LinearModel.Text text = new LinearModel.Text(Grams.answer(sentences), scaled(traits));
    return 1 / (1 + Math.exp(-model.logit(text)));
  }

  /** Return traits as the model reads them. */
  float[] scaled(double[] traits) {
    float[] scaled = new float[traits.length];
    for (int i = 0; i < scaled.length; i++) {
      double apart = (traits[i] - mean[i]) / spread[i];
      scaled[i] = (float) (LENGTH * Math.clamp(apart, -FARTHEST, FARTHEST));
    }
    return scaled;
  }

  void write(DataOutputStream out) throws IOException {
    model.write(out);
    for (int i = 0; i < mean.length; i++) {
      out.writeFloat(mean[i]);
      out.writeFloat(spread[i]);
    }
  }

  static AnswerModel read(DataInputStream in) throws IOException {
    LinearModel model = LinearModel.read(in);
    float[] mean = new float[Traits.COUNT];
    float[] spread = new float[Traits.COUNT];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = in.readFloat();
      spread[i] = in.readFloat();
    }
    return new AnswerModel(model, mean, spread);
  }
}
