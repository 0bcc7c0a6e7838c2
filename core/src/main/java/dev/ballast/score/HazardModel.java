package dev.ballast.score;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which hazard a harmful request belongs to: one logistic model per {@link Hazard} over the
 * words of the request; the likeliest wins.
 */
record HazardModel(List<LinearModel> models) {
  private static final float[] NONE = {};

  HazardModel {
    models = List.copyOf(models);
  }

  Hazard of(String request) {
    LinearModel.Text text = read(request);
    double[] logits = models.stream().mapToDouble(model -> model.logit(text)).toArray();
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return Hazard.values()[best];
  }

  /** Read a request as these models do. */
  static LinearModel.Text read(String request) {
    return new LinearModel.Text(LinearModel.fold(Grams.subject(Words.of(request))), NONE);
  }

  void write(DataOutputStream out) throws IOException {
    for (LinearModel model : models) {
      model.write(out);
    }
  }

  static HazardModel read(DataInputStream in) throws IOException {
    List<LinearModel> models = new ArrayList<>();
    for (int i = 0; i < Hazard.values().length; i++) {
      models.add(LinearModel.read(in));
    }
    return new HazardModel(models);
  }
}
