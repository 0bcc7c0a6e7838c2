package dev.ballast.task;

import dev.ballast.chat.Message;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.task.TaskConfig.OutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes what a model is asked, character by character as lm-eval does: description, examples with
 * their answers, the question.
 */
final class Question {
  private final TaskConfig config;
  private final Style style;
  private final Field description;
  private final Field text;
  private final Field target;
  private final Field prefix;
  private final Optional<Field> choices;

  Question(TaskConfig config, Style style) {
    this.config = config;
    this.style = style;
    this.description = Field.of("description", config.description());
    this.text = Field.of("doc_to_text", config.docToText());
    this.target = Field.of("doc_to_target", config.docToTarget());
    this.prefix = Field.of("gen_prefix", config.genPrefix());
    this.choices = config.docToChoice().map(value -> Field.of("doc_to_choice", value));
  }

  /**
   * Return what a row's model is asked.
   *
   * @param examples rows that stand before it with their answers
   * @param many whether {@code doc_to_text} is an index and each choice a question
   * @throws BadInput where there is no question that the task's probe could change
   */
  List<Request> requests(JsonNode doc, List<JsonNode> examples, boolean many) {
    List<Turn> before = before(doc, examples, many);
    boolean whole = config.outputType() == OutputType.LOGLIKELIHOOD_ROLLING;
    if (config.probe() != Probe.NONE && (many || whole)) {
      throw BadInput.of("a task without a question of its own cannot be probed")
          .key("probe")
          .value(config.probe().name().toLowerCase(Locale.ROOT));
    }
    return switch (config.outputType()) {
      case GENERATE_UNTIL -> List.of(new Request(context(before, doc, asked(doc)), ""));
      case LOGLIKELIHOOD ->
          List.of(new Request(context(before, doc, asked(doc)), target.text(doc)));
      case LOGLIKELIHOOD_ROLLING -> List.of(new Request("", target.text(doc)));
      case MULTIPLE_CHOICE ->
          many ? contexts(before, doc) : continuations(context(before, doc, asked(doc)), doc);
    };
  }

  private List<Request> continuations(String context, JsonNode doc) {
    return choices(doc).stream().map(choice -> new Request(context, delimiter() + choice)).toList();
  }

  private List<Request> contexts(List<Turn> before, JsonNode doc) {
    String continuation = delimiter() + target.text(doc);
    List<Request> requests = new ArrayList<>();
    for (String choice : choices(doc)) {
      List<Turn> turns = new ArrayList<>(before);
      turns.add(user(choice, ""));
      begun(doc).ifPresent(turns::add);
      requests.add(new Request(style.write(turns), continuation));
    }
    return requests;
  }

  private String context(List<Turn> before, JsonNode doc, String question) {
    List<Turn> turns = new ArrayList<>(before);
    String begins = prefix(doc);
    boolean parted = !begins.isEmpty() && apart(question, begins);
    turns.add(user(question, parted ? config.targetDelimiter() : ""));
    begun(doc).ifPresent(turns::add);
    return style.write(turns);
  }

  private Optional<Turn> begun(JsonNode doc) {
    String begins = prefix(doc);
    return begins.isEmpty()
        ? Optional.empty()
        : Optional.of(new Turn(Message.assistant(begins), ""));
  }

  /** Return what stands between question and choice: a template parts them where it is used. */
  private String delimiter() {
    String begins = config.genPrefix();
    boolean parted = !begins.isEmpty() && !space(begins.codePointBefore(begins.length()));
    return style.chat().isEmpty() || parted ? config.targetDelimiter() : "";
  }

  private List<Turn> before(JsonNode doc, List<JsonNode> examples, boolean many) {
    List<Turn> turns = new ArrayList<>();
    String system =
        joined(
            style.system(),
            config.description().isEmpty() ? "" : description.text(doc),
            config.fewshotDelimiter());
    if (!system.isEmpty()) {
      turns.add(new Turn(Message.system(system), ""));
    }
    for (JsonNode example : examples) {
      String question = many ? chosen(example, place(example)) : text(example);
      turns.addAll(example(question, answer(example, many), prefix(example)));
    }
    return turns;
  }

  private List<Turn> example(String question, String answer, String begins) {
    boolean parted = begins.isEmpty() ? !answer.isEmpty() : apart(question, begins);
    List<Turn> turns = new ArrayList<>();
    turns.add(user(question, parted ? config.targetDelimiter() : ""));
    if (!answer.isEmpty()) {
      String said = joined(begins, answer, " ");
      turns.add(new Turn(Message.assistant(said), config.fewshotDelimiter()));
    } else if (!begins.isEmpty()) {
      turns.add(new Turn(Message.assistant(begins), ""));
    }
    return turns;
  }

  private static Turn user(String text, String end) {
    return new Turn(Message.user(text), end);
  }

  List<String> choices(JsonNode doc) {
    return choices.map(field -> field.choices(doc)).orElse(List.of());
  }

  Target target(JsonNode doc) {
    return target.target(doc, choices.isPresent());
  }

  /** Return the target as it is scored. */
  String targetText(JsonNode doc) {
    return target.text(doc);
  }

  /** Tell whether a task whose first row this is asks each choice as a question. */
  boolean many(JsonNode doc) {
    return choices.isPresent() && text.target(doc, true) instanceof Target.Index;
  }

  /** Return which of the choices is the right question. */
  int place(JsonNode doc) {
    if (text.target(doc, true) instanceof Target.Index index) {
      return index.at();
    }
    throw BadInput.of("an index into the choices is wanted, as in the first row")
        .key("doc_to_text")
        .value(text.of(doc));
  }

  /** Write the question as the task's probe has it; the row itself is the seed. */
  private String asked(JsonNode doc) {
    return config.probe() == Probe.NONE
        ? text(doc)
        : text(config.probe().of(doc, Json.encode(doc).hashCode()));
  }

  String text(JsonNode doc) {
    JsonNode value = text.of(doc);
    if (Field.whole(value)) {
      throw BadInput.of("a text is wanted, an index only where the first row has one")
          .key("doc_to_text")
          .value(value);
    }
    return text.text(doc);
  }

  private String prefix(JsonNode doc) {
    return config.genPrefix().isEmpty() ? "" : prefix.text(doc);
  }

  private String answer(JsonNode example, boolean many) {
    if (many) {
      return target.text(example);
    }
    return switch (target(example)) {
      case Target.Text own -> own.text();
      case Target.Texts own -> own.all().isEmpty() ? "" : own.all().getFirst();
      case Target.Index own -> chosen(example, own.at());
      case Target.Indices own -> chosen(example, own.all().isEmpty() ? -1 : own.all().getFirst());
    };
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

  private static String joined(String before, String after, String delimiter) {
    boolean parted = !after.isEmpty() && apart(before, after);
    return before + (parted ? delimiter : "") + after;
  }

  /** Tell whether two texts need something between them: neither has white space there. */
  private static boolean apart(String before, String after) {
    return !before.isEmpty()
        && !space(before.codePointBefore(before.length()))
        && !space(after.codePointAt(0));
  }

  /** As Python's {@code isspace}. */
  static boolean space(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }
}
