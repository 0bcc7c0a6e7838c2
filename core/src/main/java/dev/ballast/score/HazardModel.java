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
  HazardModel {
    models = List.copyOf(models);
  }

  Hazard of(String request) {
    int[] buckets = Grams.subject(Words.of(request));
    int best = 0;
    for (int i = 1; i < models.size(); i++) {
      if (logit(i, buckets) > logit(best, buckets)) {
        best = i;
      }
    }
    return Hazard.values()[best];
  }

  private double logit(int hazard, int[] buckets) {
    return models.get(hazard).logit(new LinearModel.Text(LinearModel.fold(buckets), new float[0]));
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
