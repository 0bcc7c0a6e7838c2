package dev.ballast.redteam;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;

/**
 * One finished attempt.
 *
 * @param id objective's id and attack's name, unique in a campaign
 * @param turns all that was said, the target's last answer included; empty after an error in the
 *     first turn
 * @param response the target's last answer; empty where there is none
 * @param score judge's probability that the answer is unsafe; 0 where it was not decided
 * @param why what decided, for people: evidence, reason of an undetermined outcome, error
 * @param seed of this attempt, by campaign seed, objective and attack alone
 */
public record AttackTrace(
    String id,
    Objective objective,
    String attack,
    List<Message> turns,
    String response,
    Outcome outcome,
    double score,
    String why,
    long seed) {
  public AttackTrace {
    turns = List.copyOf(turns);
  }

  public String category() {
    return objective.category();
  }

  /** Return what the last answer was given to; the objective itself where nothing was said. */
  public Conversation prompt() {
    return turns.size() < 2
        ? Conversation.user(objective.text())
        : new Conversation(turns.subList(0, turns.size() - 1));
  }
}
