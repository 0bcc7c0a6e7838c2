package dev.ballast.task;

import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes finished rows as lm-eval's samples, one line a row and filter. */
final class SampleLines {
  private SampleLines() {}

  static List<Map<String, Object>> of(TaskConfig task, List<TaskSample> samples) {
    List<Map<String, Object>> lines = new ArrayList<>();
    Question question = new Question(task, Style.PLAIN);
    List<AnswerFilter> filters = AnswerFilter.of(task);
    for (TaskSample sample : samples) {
      for (AnswerFilter filter : filters) {
        lines.add(line(sample, target(task, question, sample.doc()), filter));
      }
    }
    return lines;
  }

  private static JsonNode target(TaskConfig task, Question question, JsonNode doc) {
    return switch (task.outputType()) {
      case LOGLIKELIHOOD, LOGLIKELIHOOD_ROLLING -> Json.treeOf(question.targetText(doc));
      case MULTIPLE_CHOICE, GENERATE_UNTIL ->
          !task.judge().isEmpty()
              ? Json.treeOf("")
              : switch (question.target(doc)) {
                case Target.Index one -> Json.treeOf(one.at());
                case Target.Text one -> Json.treeOf(one.text());
                case Target.Indices many -> Json.treeOf(many.all());
                case Target.Texts many -> Json.treeOf(many.all());
              };
    };
  }

  private static Map<String, Object> line(TaskSample sample, JsonNode target, AnswerFilter filter) {
    Map<String, Double> values = sample.values().getOrDefault(filter.name(), Map.of());
    List<Object> answers = sample.answers().stream().map(answer -> plain(answer)).toList();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("doc_id", sample.docId());
    line.put("doc", sample.doc());
    line.put("target", target);
    line.put("arguments", arguments(sample));
    line.put("resps", answers.stream().map(List::of).toList());
    line.put(
        "filtered_resps",
        sample.answers().stream().map(answer -> filtered(answer, filter)).toList());
    line.put("filter", filter.name());
    line.put("metrics", values.keySet().stream().toList());
    line.put("doc_hash", Hashes.of(Json.encode(sample.doc())));
    line.put("prompt_hash", Hashes.of(sample.requests().getFirst().context()));
    line.put("target_hash", Hashes.of(Json.encode(target)));
    sample.score().ifPresent(score -> Judging.put(line, score));
    values.forEach(
        (metric, value) -> {
          Double weight = sample.weights().get(metric);
          line.put(metric, weight == null ? value : List.of(value, weight));
        });
    return line;
  }

  /** Return an answer as lm-eval's files have it: log-likelihood and whether it is greedy. */
  private static Object plain(Answer answer) {
    return switch (answer) {
      case Answer.Likelihood one -> List.of(one.sum(), one.greedy());
      case Answer.Text one -> one.text();
    };
  }

  private static Object filtered(Answer answer, AnswerFilter filter) {
    return answer instanceof Answer.Text one ? filter.apply(one.text()) : plain(answer);
  }

  private static Map<String, Object> arguments(TaskSample sample) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Request request : sample.requests()) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("arg_0", request.context());
      if (!request.continuation().isEmpty()) {
        own.put("arg_1", request.continuation());
      }
      arguments.put("gen_args_" + arguments.size(), own);
    }
    return arguments;
  }
}
