package dev.ballast.task;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.data.Contamination;
import dev.ballast.data.PromptRow;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Counts the rows of a task that are among training prompts, by {@link Contamination}. */
final class SeenRows {
  private SeenRows() {}

  static Seen of(LmEvalTask task, TrainedOn trained) {
    List<PromptRow> rows = new ArrayList<>();
    Set<Long> all = new TreeSet<>();
    String delimiter = String.valueOf(task.config().getOrDefault("fewshot_delimiter", "\n\n"));
    for (Map<String, Object> written : task.lines()) {
      JsonNode line = Json.treeOf(written);
      long id = line.path("doc_id").asLong();
      if (all.add(id)) {
        String examples = task.shots() == 0 ? "" : delimiter;
        for (String text : texts(line, examples)) {
          Conversation prompt = new Conversation(List.of(new Message("user", text)));
          rows.add(new PromptRow(id + "/" + rows.size(), prompt, "", "", Map.of()));
        }
      }
    }
    if (trained.checked().isEmpty() && trained.rows().isEmpty()) {
      return Seen.unknown(all.size(), trained.unknown());
    }
    Set<Long> seen = new TreeSet<>();
    for (Contamination.Overlap overlap : Contamination.check(trained.rows(), rows).overlaps()) {
      seen.add(Long.valueOf(overlap.evalId().replaceFirst("^#", "").replaceFirst("/.*", "")));
    }
    return new Seen(
        Optional.of(seen.size()),
        all.size(),
        trained.checked(),
        trained.unknown(),
        List.copyOf(seen));
  }

  /**
   * Return what training may have seen of a row: the question as it was asked, without examples,
   * and the longest of the row's texts that stands in it.
   *
   * @param examples what parts examples from the question; empty where there are none
   */
  private static Set<String> texts(JsonNode line, String examples) {
    String asked = line.path("arguments").path("gen_args_0").path("arg_0").asString("");
    int from = examples.isEmpty() ? -1 : asked.lastIndexOf(examples);
    String question = from < 0 ? asked : asked.substring(from + examples.length());
    Set<String> texts = new LinkedHashSet<>();
    texts.add(question);
    leaves(line.path("doc"))
        .filter(text -> !text.isBlank() && question.contains(text))
        .max(Comparator.comparingInt(String::length))
        .ifPresent(texts::add);
    texts.removeIf(String::isBlank);
    return texts;
  }

  private static Stream<String> leaves(JsonNode node) {
    return node.isContainer()
        ? node.valueStream().flatMap(SeenRows::leaves)
        : Stream.of(node.isString() ? node.stringValue() : "");
  }
}
