package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Converter;
import dev.ballast.redteam.Objective;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The request is hidden in an encoding; it counts only where the target can read that. */
record Encoded(String name, Converter encoding, Frames frames) implements Attack {
  static Encoded of(String name, Converter encoding) {
    return new Encoded(name, encoding, Frames.read("encoded"));
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    String content =
        frames
            .draw(random)
            .replace("{encoding}", encoding.name())
            .replace("{encoded}", encoding.encode(objective.text()));
    return Frames.once(soFar, content);
  }

  @Override
  public Optional<Converter> converter() {
    return Optional.of(encoding);
  }
}
