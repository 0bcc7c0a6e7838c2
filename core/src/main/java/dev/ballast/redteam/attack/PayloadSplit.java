package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The request comes in pieces that the target shall join (Kang et al. 2023). */
record PayloadSplit(Frames frames) implements Attack {
  private static final int FEWEST = 2;
  private static final int MOST = 4;

  static PayloadSplit read() {
    return new PayloadSplit(Frames.read("payload_split"));
  }

  @Override
  public String name() {
    return "payload_split";
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    List<String> pieces = pieces(objective.text(), random.nextInt(FEWEST, MOST + 1));
    List<String> names = new ArrayList<>();
    StringBuilder listed = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      String name = String.valueOf((char) ('a' + i));
      names.add(name);
      listed.append(i == 0 ? "" : "\n").append(name).append(" = \"").append(pieces.get(i));
      listed.append('"');
    }
    String content =
        frames.draw(random).replace("{sum}", String.join(" + ", names)).replace("{pieces}", listed);
    return Frames.once(soFar, content);
  }

  /** Cut between words into nearly equal runs; fewer where there are fewer words. */
  static List<String> pieces(String text, int count) {
    List<String> words = Arrays.asList(text.strip().split("\\s+"));
    int parts = Math.min(count, words.size());
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = i * words.size() / parts;
      int to = (i + 1) * words.size() / parts;
      pieces.add(String.join(" ", words.subList(from, to)));
    }
    return pieces;
  }
}
