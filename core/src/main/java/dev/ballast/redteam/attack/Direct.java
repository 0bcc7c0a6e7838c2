package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The objective as it is: what every other family is compared with. */
record Direct() implements Attack {
  @Override
  public String name() {
    return Attacks.DIRECT;
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    return Frames.once(soFar, objective.text());
  }
}
