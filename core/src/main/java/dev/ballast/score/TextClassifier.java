package dev.ballast.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Grades texts by what stands in them: n-grams and an embedding of {@link Windows}. Of a text of
 * many windows those are embedded whose n-grams are most of the positive class.
 */
final class TextClassifier {
  /** The embedding's length beside the n-grams', which is 1. */
  private static final float LENGTH = 3;

  /** Texts whose windows are embedded at once. */
  private static final int BATCH = 256;

  private final LinearModel model;
  private final WindowReader reader;
  private final int embedded;

  /** Reads windows as the model does, one result each. */
  interface WindowReader {
    List<LinearModel.Text> read(List<String> windows);
  }

  /**
   * Read with an embedder.
   *
   * @param embedded windows of a text that are embedded at most, at least 1
   */
  TextClassifier(LinearModel model, Embedder embedder, int embedded) {
    this(model, windows -> texts(windows, embedder), embedded);
  }

  TextClassifier(LinearModel model, WindowReader reader, int embedded) {
    this.model = model;
    this.reader = reader;
    this.embedded = embedded;
  }

  /** A text with the window that is most of the positive class. */
  record Found(double probability, String window) {}

  /** Return one result per text; each text has a letter. */
  List<Found> of(List<String> texts) {
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      found.addAll(batch(texts.subList(from, Math.min(texts.size(), from + BATCH))));
    }
    return found;
  }

  private List<Found> batch(List<String> texts) {
    List<List<String>> windows = texts.stream().map(Windows::of).map(this::strongest).toList();
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

  private List<String> strongest(List<String> windows) {
    if (windows.size() <= embedded) {
      return windows;
    }
    return windows.stream()
        .map(window -> Map.entry(window, model.wordLogit(buckets(window))))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(embedded)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int[] buckets(String window) {
    return Grams.subject(Words.of(window));
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
      texts.add(new LinearModel.Text(buckets(windows.get(i)), scaled));
    }
    return texts;
  }
}
