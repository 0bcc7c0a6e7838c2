package dev.ballast.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;

/** Fits the models of texts to labelled ones; both classes weigh alike, so that 0.5 is between. */
final class TextTraining {
  private static final int EPOCHS = 20;
  private static final long SEED = 13;

  private final Embedder embedder = new Embedder();
  private final Map<String, LinearModel.Text> read = new HashMap<>();

  /** Fit a model to the rows that train. */
  LinearModel fit(List<LabelledText> rows) {
    return LinearModel.of(SparseTrainer.fit(samples(rows), EPOCHS, random()));
  }

  /**
   * Return the probability of the positive class, one per row.
   *
   * @param embedded windows of a text that are embedded at most
   */
  double[] probabilities(LinearModel model, List<LabelledText> rows, int embedded) {
    List<String> texts = rows.stream().map(LabelledText::text).toList();
    return classifier(model, embedded).of(texts).stream()
        .mapToDouble(TextClassifier.Found::probability)
        .toArray();
  }

  /** Return a classifier that shares what was read; it is for one thread. */
  TextClassifier classifier(LinearModel model, int embedded) {
    return new TextClassifier(model, this::read, embedded);
  }

  /**
   * Of a positive row its first window is learnt, of a negative one all, which are negative too.
   */
  private List<SparseTrainer.Sample> samples(List<LabelledText> all) {
    List<LabelledText> rows = all.stream().filter(r -> !r.heldOut() && r.weight() > 0).toList();
    double positive = mass(rows, LabelledText::positive);
    double negative = mass(rows, row -> !row.positive());
    double mean = (positive + negative) / rows.size();
    List<List<String>> windows = rows.stream().map(TextTraining::learnt).toList();
    var texts = read(windows.stream().flatMap(List::stream).toList()).iterator();
    List<SparseTrainer.Sample> samples = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      LabelledText row = rows.get(i);
      double half = (positive + negative) / 2 / (row.positive() ? positive : negative);
      double weight = row.weight() * half / mean / Math.sqrt(windows.get(i).size());
      for (int k = 0; k < windows.get(i).size(); k++) {
        LinearModel.Text text = texts.next();
        samples.add(
            new SparseTrainer.Sample(text.buckets(), text.dense(), row.positive() ? 1 : 0, weight));
      }
    }
    return samples;
  }

  private static List<String> learnt(LabelledText row) {
    return row.positive() ? List.of(first(row)) : Windows.of(row.text());
  }

  private static double mass(List<LabelledText> rows, Predicate<LabelledText> side) {
    return rows.stream().filter(side).mapToDouble(LabelledText::weight).sum();
  }

  /** Fit one model per hazard against all the others, on words alone. */
  HazardModel hazards(List<LabelledText> all) {
    List<LabelledText> rows = all.stream().filter(r -> !r.heldOut()).toList();
    List<LinearModel> models = new ArrayList<>();
    for (Hazard hazard : Hazard.values()) {
      double own = mass(rows, row -> hazard(row) == hazard);
      double others = mass(rows, row -> hazard(row) != hazard);
      List<SparseTrainer.Sample> samples = new ArrayList<>();
      for (LabelledText row : rows) {
        boolean is = hazard(row) == hazard;
        int[] buckets = HazardModel.read(first(row)).buckets();
        double weight = row.weight() * rows.size() / 2 / (is ? own : others);
        samples.add(new SparseTrainer.Sample(buckets, is ? 1 : 0, weight));
      }
      models.add(LinearModel.folded(SparseTrainer.fit(samples, EPOCHS, random())));
    }
    return new HazardModel(models);
  }

  static Hazard hazard(LabelledText row) {
    return HazardWords.of(row.set(), row.category()).orElseThrow();
  }

  private static java.util.random.RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }

  /** What asks or says most of a long text. */
  private static String first(LabelledText row) {
    return Windows.of(row.text()).getFirst();
  }

  /** Read windows, each once in all trainings and measurements. */
  private List<LinearModel.Text> read(List<String> windows) {
    List<String> unread =
        windows.stream().distinct().filter(window -> !read.containsKey(window)).toList();
    List<LinearModel.Text> texts = TextClassifier.texts(unread, embedder);
    for (int i = 0; i < unread.size(); i++) {
      read.put(unread.get(i), texts.get(i));
    }
    return windows.stream().map(window -> Objects.requireNonNull(read.get(window))).toList();
  }
}
