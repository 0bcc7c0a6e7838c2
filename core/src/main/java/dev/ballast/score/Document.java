package dev.ballast.score;

import java.util.List;

/** A labelled exchange, cut and hashed once for all rounds of training. */
record Document(Labelled row, List<List<String>> sentences, int[][] grams, int[][] skeletons) {
  static Document of(Labelled row) {
    List<List<String>> sentences = Sentences.of(row.exchange().response());
    int[][] grams = sentences.stream().map(Grams::of).toArray(int[][]::new);
    int[][] skeletons = sentences.stream().map(Grams::skeleton).toArray(int[][]::new);
    return new Document(row, sentences, grams, skeletons);
  }

  double[] traits(SentenceModel model) {
    double[] logits = new double[grams.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = model.logit(grams[i]);
    }
    return Traits.of(row.exchange().prompt(), sentences, logits);
  }
}
