package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;

/** Grades texts by what stands in them: n-grams and an embedding of each of {@link Windows}. */
final class TextClassifier {
  /** The embedding's length beside the n-grams', which is 1. */
  private static final float LENGTH = 3;

  private final LinearModel model;
  private final WindowReader reader;

  /** Reads windows as the model does, one result each. */
  interface WindowReader {
    List<LinearModel.Text> read(List<String> windows);
  }

  TextClassifier(LinearModel model, Embedder embedder) {
    this(model, windows -> texts(windows, embedder));
  }

  TextClassifier(LinearModel model, WindowReader reader) {
    this.model = model;
    this.reader = reader;
  }

  /** A text with the window that is most of the positive class. */
  record Found(double probability, String window) {}

  /** Return one result per text; each text has a letter. */
  List<Found> of(List<String> texts) {
    List<List<String>> windows = texts.stream().map(Windows::of).toList();
    double[] logits =
        reader.read(windows.stream().flatMap(List::stream).toList()).stream()
            .mapToDouble(model::logit)
            .toArray();
    List<Found> found = new ArrayList<>();
    int at = 0;
    for (List<String> own : windows) {
      int best = at;
      for (int i = at + 1; i < at + own.size(); i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      found.add(new Found(1 / (1 + Math.exp(-logits[best])), own.get(best - at)));
      at += own.size();
    }
    return found;
  }

  /** Read single windows; each holds a letter. */
  static List<LinearModel.Text> texts(List<String> windows, Embedder embedder) {
    List<float[]> embeddings = embedder.of(windows);
    List<LinearModel.Text> texts = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      float[] scaled = embeddings.get(i).clone();
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] *= LENGTH;
      }
      texts.add(new LinearModel.Text(Grams.subject(Words.of(windows.get(i))), scaled));
    }
    return texts;
  }
}
