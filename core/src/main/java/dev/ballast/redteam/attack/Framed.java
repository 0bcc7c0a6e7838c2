package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A family that is its frames: the objective stands in the slot of one of them. */
record Framed(String name, Frames frames) implements Attack {
  static Framed of(String name) {
    return new Framed(name, Frames.read(name));
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    return Frames.once(soFar, frames.draw(random).replace("{objective}", objective.text()));
  }
}
