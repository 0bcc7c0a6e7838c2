package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Questions with a checkable answer: ours, ARC, GSM8K, TruthfulQA. */
final class TaskRows {
  private TaskRows() {}

  /** Ours: {@code prompt, accepted}. */
  static Row accepted(Fields f) {
    List<String> accepted = f.texts("accepted");
    if (accepted.isEmpty()) {
      throw f.bad("accepted", "accepted is empty").fix("name at least one right answer");
    }
    return new TaskRow(
        f.id(), f.conversation("prompt"), accepted, f.textOr("category", ""), TrlRows.source(f));
  }

  /** Ours: {@code question, choices, answer} with the answer as index from 0. */
  static Row choices(Fields f) {
    String answer = f.text("answer");
    if (!answer.matches("\\d{1,3}")) {
      throw f.bad("answer", "answer must be the index of a choice, from 0").value(answer);
    }
    return choice(f, f.filled("question"), f.texts("choices"), Integer.parseInt(answer));
  }

  /** ARC without header: question, choices …, letter. */
  static Row arc(Fields f) {
    int cells = f.node().size();
    List<String> choices = new ArrayList<>();
    for (int i = 2; i < cells; i++) {
      choices.add(f.text(String.valueOf(i)));
    }
    String letter = f.text(String.valueOf(cells)).strip();
    if (!letter.matches("[A-Z]")) {
      throw f.bad(String.valueOf(cells), "the answer must be a letter").value(letter);
    }
    return choice(f, f.filled("1"), choices, letter.charAt(0) - 'A');
  }

  /** GSM8K: the accepted answer stands after {@code ####}. */
  static Row gsm8k(Fields f) {
    String answer = f.filled("answer");
    int mark = answer.lastIndexOf("####");
    if (mark < 0) {
      throw f.bad("answer", "answer has no #### before the result");
    }
    return new TaskRow(
        f.id(),
        Conversation.user(f.filled("question")),
        List.of(answer.substring(mark + 4).strip()),
        "",
        TrlRows.source(f));
  }

  /** TruthfulQA mc1: one true answer among the choices. */
  static Row truthfulQa(Fields f) {
    List<String> choices = new ArrayList<>();
    int right = -1;
    for (Map.Entry<String, JsonNode> target : f.get("mc1_targets").properties()) {
      right = target.getValue().asString().equals("1") ? choices.size() : right;
      choices.add(target.getKey());
    }
    return choice(f, f.filled("question"), choices, right);
  }

  private static Row choice(Fields f, String question, List<String> choices, int answer) {
    try {
      return new ChoiceRow(
          f.id(), question, choices, answer, f.textOr("category", ""), TrlRows.source(f));
    } catch (IllegalArgumentException e) {
      BadInput bad = f.bad("answer", String.valueOf(e.getMessage()));
      throw bad.because(e);
    }
  }
}
