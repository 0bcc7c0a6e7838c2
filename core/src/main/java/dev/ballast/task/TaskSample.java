package dev.ballast.task;

import dev.ballast.score.Score;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A finished row.
 *
 * @param docId place among the rows, from 0
 * @param doc the row
 * @param requests what was asked; one a choice, else one
 * @param answers (requests)
 * @param values filter → metric → value
 * @param weights metric → what its value is divided by in the mean, words or bytes of the row;
 *     absent where rows count alike
 * @param score what a judge said of the answer; empty where none was asked
 */
public record TaskSample(
    int docId,
    JsonNode doc,
    List<Request> requests,
    List<Answer> answers,
    Map<String, Map<String, Double>> values,
    Map<String, Double> weights,
    Optional<Score> score) {
  /** A row that no judge graded. */
  public TaskSample(
      int docId,
      JsonNode doc,
      List<Request> requests,
      List<Answer> answers,
      Map<String, Map<String, Double>> values,
      Map<String, Double> weights) {
    this(docId, doc, requests, answers, values, weights, Optional.empty());
  }

  public TaskSample {
    requests = List.copyOf(requests);
    answers = List.copyOf(answers);
  }

  /** Return this with what a judge said. */
  TaskSample graded(Map<String, Double> judged, Score said) {
    return new TaskSample(
        docId,
        doc,
        requests,
        answers,
        Map.of(MetricName.UNFILTERED, judged),
        weights,
        Optional.of(said));
  }

  /** Return the text that was generated. */
  String text() {
    return answers.getFirst() instanceof Answer.Text text ? text.text() : "";
  }

  /** Return the log-likelihoods among the answers, in nats. */
  List<Double> sums() {
    return answers.stream()
        .filter(Answer.Likelihood.class::isInstance)
        .map(answer -> ((Answer.Likelihood) answer).sum())
        .toList();
  }
}
