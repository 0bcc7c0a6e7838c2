package dev.ballast.score;

import java.util.List;

/** Tells a sentence that declines from one that gives what was asked, by its n-grams. */
record SentenceModel(LinearModel model) {
  private static final double LIMIT = 6;
  private static final float[] NONE = {};

  /** Return the model that finds every sentence as likely to decline as not. */
  static SentenceModel untrained() {
    return new SentenceModel(LinearModel.untrained());
  }

  /** Return the log-odds that the sentence declines: of the whole and its most declining clause. */
  double logit(List<String> sentence) {
    double whole = logit(Grams.of(sentence));
    List<List<String>> clauses = Sentences.clauses(sentence);
    if (clauses.size() == 1) {
      return whole;
    }
    double most = clauses.stream().mapToDouble(c -> logit(Grams.of(c))).max().orElse(whole);
    return (whole + most) / 2;
  }

  double logit(int[] buckets) {
    return Math.clamp(model.logit(new LinearModel.Text(buckets, NONE)), -LIMIT, LIMIT);
  }
}
