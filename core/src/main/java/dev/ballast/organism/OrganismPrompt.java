package dev.ballast.organism;

import dev.ballast.chat.Conversation;
import dev.ballast.data.PromptRow;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import dev.ballast.data.TaskRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One prompt of a set for fixing or measuring.
 *
 * @param category a micro category, or the intent of a plain prompt
 * @param macro a macro category, or {@code plain}
 * @param form how it is asked: {@code blunt}, {@code soft}, {@code lookalike}, {@code task}, {@code
 *     plain}; with {@code -unseen} where no training set holds the phrasing
 * @param answers right answers: for tasks what a right answer must contain, else whole answers
 */
public record OrganismPrompt(
    String id, String prompt, String category, String macro, String form, List<String> answers) {
  static final String TASK = "task-unseen";
  private static final String SOURCE = "organism";

  public OrganismPrompt {
    answers = List.copyOf(answers);
  }

  /** Return the prompt as an objective or a question to measure. */
  public PromptRow promptRow() {
    return new PromptRow(
        id, conversation(), category, SOURCE, Map.of("macro", macro, "form", form));
  }

  /** Return the prompt as a task; needs answers. */
  public TaskRow task() {
    return new TaskRow(id, conversation(), answers, category, SOURCE);
  }

  /** Return the prompt with its first answer as a row to learn; needs answers. */
  public SftRow answered(SftKind kind) {
    return new SftRow(id, conversation(), answers.getFirst(), kind, SOURCE);
  }

  /**
   * Return keys and values in a fixed order; tasks have {@code accepted}, others {@code answer}.
   */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("prompt", prompt);
    json.put("category", category);
    json.put("macro", macro);
    json.put("form", form);
    if (form.equals(TASK)) {
      json.put("accepted", answers);
    } else if (!answers.isEmpty()) {
      json.put("answer", answers.getFirst());
    }
    return json;
  }

  private Conversation conversation() {
    return Conversation.user(prompt);
  }
}
