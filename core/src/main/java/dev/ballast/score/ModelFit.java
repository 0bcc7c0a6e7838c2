package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;

/**
 * Fits the scorers' models to labelled documents.
 *
 * <p>Only documents are labelled, so sentences start with their document's label; in later rounds a
 * sentence that clearly declines inside a complying document keeps what the model found (a leaky
 * refusal). Traits are taken from models that did not see the document (4 folds by prompt).
 */
final class ModelFit {
  private static final int ROUNDS = 3;
  private static final int EPOCHS = 6;
  private static final int FOLDS = 4;
  private static final double CLEARLY = 0.85;
  private static final long SEED = 7;

  /** Sentences of an opening. */
  private static final int OPENING = 3;

  /** Between 0, where a long document counts as each of its parts, and 1, where as one. */
  private static final double SHARED = 0.25;

  private final List<Document> documents;

  ModelFit(List<Document> documents) {
    this.documents = documents;
  }

  ScoringModel fit() {
    List<SentenceModel> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int out = fold;
      folds.add(sentences(documents.stream().filter(d -> fold(d) != out).toList()));
    }
    return fit(folds, sentences(documents));
  }

  /**
   * Fit the model of whole answers.
   *
   * @param folds models that did not see the documents of their fold
   */
  ScoringModel fit(List<SentenceModel> folds, SentenceModel sentences) {
    List<AnswerFit.Sample> samples = new ArrayList<>();
    for (Document d : documents) {
      SentenceModel unseen = folds.get(fold(d));
      double weight = d.row().weight() / Math.pow(d.sentences().size(), SHARED);
      for (Document part : parts(d, unseen)) {
        samples.add(
            new AnswerFit.Sample(part.sentences(), part.traits(unseen), d.row().refused(), weight));
      }
    }
    return new ScoringModel(
        sentences,
        AnswerFit.fit(samples),
        TextModelFit.fit(
            documents.stream()
                .filter(d -> !d.row().set().equals(OwnAnswers.SET))
                .map(d -> d.row().exchange().response())
                .toList()));
  }

  /**
   * Return the whole and its opening, so that short answers are known too. An opening that declines
   * before the goods come has no label.
   */
  private static List<Document> parts(Document document, SentenceModel model) {
    if (!document.row().plain() || document.sentences().size() <= OPENING) {
      return List.of(document);
    }
    Document opening = document.cut(OPENING);
    boolean leaky =
        document.row().refused() == 0
            && opening.sentences().stream().anyMatch(s -> Cues.declines(s) || model.logit(s) > 1);
    return leaky ? List.of(document) : List.of(document, opening);
  }

  static int fold(Document document) {
    return Math.floorMod(document.row().exchange().prompt().hashCode(), FOLDS);
  }

  static SentenceModel sentences(List<Document> documents) {
    double up = mass(documents, d -> d.row().refused() <= 0.5);
    up /= mass(documents, d -> d.row().refused() > 0.5);
    SentenceModel model = SentenceModel.untrained();
    for (int round = 0; round < ROUNDS; round++) {
      List<SparseTrainer.Sample> samples = new ArrayList<>();
      for (Document d : documents) {
        double weight = d.row().weight() / Math.sqrt(d.parts().size());
        weight *= d.row().refused() > 0.5 ? up : 1;
        for (Document.Part part : d.parts()) {
          double target = target(d.row().refused(), model.logit(part.grams()));
          samples.add(new SparseTrainer.Sample(part.grams(), target, weight));
          samples.add(new SparseTrainer.Sample(part.skeleton(), target, weight));
        }
      }
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + round);
      SparseTrainer.Fit fit = SparseTrainer.fit(samples, EPOCHS, random);
      model = new SentenceModel(LinearModel.of(fit));
    }
    return model;
  }

  private static double target(double refused, double logit) {
    double p = 1 / (1 + Math.exp(-logit));
    return refused == 0 && p > CLEARLY ? p : refused;
  }

  private static double mass(List<Document> documents, Predicate<Document> side) {
    return documents.stream()
        .filter(side)
        .mapToDouble(d -> d.row().weight() * Math.sqrt(d.parts().size()))
        .sum();
  }
}
