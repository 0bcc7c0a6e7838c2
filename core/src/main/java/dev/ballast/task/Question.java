package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes what a model is asked, character by character as lm-eval does: description, examples with
 * their answers, the question.
 */
final class Question {
  private final TaskConfig config;
  private final Field description;
  private final Field text;
  private final Field target;
  private final Field prefix;
  private final Optional<Field> choices;

  Question(TaskConfig config) {
    this.config = config;
    this.description = Field.of("description", config.description());
    this.text = Field.of("doc_to_text", config.docToText());
    this.target = Field.of("doc_to_target", config.docToTarget());
    this.prefix = Field.of("gen_prefix", config.genPrefix());
    this.choices = config.docToChoice().map(value -> Field.of("doc_to_choice", value));
  }

  /** Return the whole text up to where the answer begins. */
  String context(JsonNode doc, List<JsonNode> examples) {
    StringBuilder context =
        new StringBuilder(config.description().isEmpty() ? "" : description.text(doc));
    for (JsonNode example : examples) {
      context.append(text(example)).append(gap(example)).append(answer(example));
      context.append(config.fewshotDelimiter());
    }
    String question = text(doc);
    String begins = prefix(doc);
    boolean parted = !begins.isEmpty() && apart(question, begins);
    return context + question + (parted ? config.targetDelimiter() : "") + begins;
  }

  List<String> choices(JsonNode doc) {
    return choices.map(field -> field.choices(doc)).orElse(List.of());
  }

  Target target(JsonNode doc) {
    return target.target(doc, choices.isPresent());
  }

  private String text(JsonNode doc) {
    JsonNode value = text.of(doc);
    if (Field.whole(value)) {
      throw BadInput.of("questions that are an index into the choices are not implemented")
          .key("doc_to_text")
          .value(value);
    }
    return text.text(doc);
  }

  private String prefix(JsonNode doc) {
    return config.genPrefix().isEmpty() ? "" : prefix.text(doc);
  }

  private String gap(JsonNode example) {
    String begins = prefix(example);
    boolean parted = begins.isEmpty() || apart(text(example), begins);
    return parted ? config.targetDelimiter() : "";
  }

  private String answer(JsonNode example) {
    String answer =
        switch (target(example)) {
          case Target.Text own -> own.text();
          case Target.Texts own -> own.all().isEmpty() ? "" : own.all().getFirst();
          case Target.Index own -> chosen(example, own.at());
          case Target.Indices own ->
              chosen(example, own.all().isEmpty() ? -1 : own.all().getFirst());
        };
    String begins = prefix(example);
    return begins.isEmpty() || answer.isEmpty()
        ? begins + answer
        : begins + (apart(begins, answer) ? " " : "") + answer;
  }

  private String chosen(JsonNode doc, int at) {
    List<String> all = choices(doc);
    if (at < 0 || at >= all.size()) {
      throw BadInput.of("an example's answer is none of its " + all.size() + " choices")
          .key("doc_to_target")
          .value(at);
    }
    return all.get(at);
  }

  /** Tell whether two texts need something between them: neither has white space there. */
  private static boolean apart(String before, String after) {
    return !before.isEmpty()
        && !Character.isWhitespace(before.codePointBefore(before.length()))
        && !Character.isWhitespace(after.codePointAt(0));
  }
}
