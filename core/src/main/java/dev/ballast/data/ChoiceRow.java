package dev.ballast.data;

import dev.ballast.chat.Conversation;
import java.util.List;

/**
 * A multiple-choice question.
 *
 * @param choices texts of the answers, at least two
 * @param answer index of the right one, from 0
 * @param category kind of question; empty where the source says nothing
 */
public record ChoiceRow(
    String id, String question, List<String> choices, int answer, String category, String source)
    implements Row {
  public ChoiceRow {
    choices = List.copyOf(choices);
    if (choices.size() < 2) {
      throw new IllegalArgumentException("choices must be at least 2, were " + choices.size());
    }
    if (answer < 0 || answer >= choices.size()) {
      throw new IllegalArgumentException(
          "answer must be in [0, " + choices.size() + "), was " + answer);
    }
  }

  @Override
  public Conversation prompt() {
    return Conversation.user(question);
  }
}
