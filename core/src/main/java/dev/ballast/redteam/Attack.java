package dev.ballast.redteam;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A way to ask for an objective: a pure function of its arguments.
 *
 * <p>The campaign drives many attempts in step, so that the target is always asked in batches.
 */
public interface Attack {
  /** Return the family's name, as the field calls it. */
  String name();

  /**
   * Return what to send next.
   *
   * @param soFar the conversation with the target, its answers included; empty at the start
   * @param random of this attempt and turn alone
   * @return the whole conversation, the attacker's new message last; empty when the attack is over
   */
  Optional<Conversation> next(Objective objective, List<Message> soFar, RandomGenerator random);

  /** Return the encoding that the target must be able to read for this attack to count. */
  default Optional<Converter> converter() {
    return Optional.empty();
  }
}
