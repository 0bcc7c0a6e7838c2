package dev.ballast.score;

import java.util.List;

/** A labelled exchange, cut and hashed once for all rounds of training. */
record Document(Labelled row, List<List<String>> sentences, List<Part> parts) {
  /** A sentence or one of its clauses: all its buckets, and those that say nothing of a subject. */
  record Part(int[] grams, int[] skeleton) {
    static Part of(List<String> words) {
      return new Part(Grams.of(words), Grams.skeleton(words));
    }
  }

  static Document of(Labelled row) {
    List<List<String>> sentences = Sentences.of(row.exchange().response());
    List<Part> parts =
        sentences.stream()
            .<List<String>>mapMulti(
                (sentence, out) -> {
                  out.accept(sentence);
                  List<List<String>> clauses = Sentences.clauses(sentence);
                  if (clauses.size() > 1) {
                    clauses.forEach(out);
                  }
                })
            .map(Part::of)
            .toList();
    return new Document(row, sentences, parts);
  }

  /** Return the document's first sentences, to read but not to learn sentences from. */
  Document cut(int length) {
    return new Document(row, sentences.subList(0, length), List.of());
  }

  double[] traits(SentenceModel model) {
    double[] logits = sentences.stream().mapToDouble(model::logit).toArray();
    return Traits.of(row.exchange().prompt(), sentences, logits);
  }
}
