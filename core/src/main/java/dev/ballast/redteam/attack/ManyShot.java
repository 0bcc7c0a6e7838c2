package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Invented exchanges, all answered, stand before the objective (Anil et al. 2024). */
record ManyShot(Frames openings, Frames exchanges) implements Attack {
  private static final int FEWEST = 3;
  private static final int MOST = 5;

  static ManyShot read() {
    return new ManyShot(Frames.read("many_shot_openings"), Frames.read("many_shot"));
  }

  @Override
  public String name() {
    return "many_shot";
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    List<String> drawn = new ArrayList<>(exchanges.texts());
    Collections.shuffle(drawn, random);
    int shots = random.nextInt(FEWEST, MOST + 1);
    String content =
        openings.draw(random)
            + "\n\n"
            + String.join("\n\n", drawn.subList(0, shots))
            + "\n\nUser: "
            + objective.text()
            + "\nAssistant:";
    return Frames.once(soFar, content);
  }
}
