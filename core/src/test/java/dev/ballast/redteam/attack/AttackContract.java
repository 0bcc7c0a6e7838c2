package dev.ballast.redteam.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.data.NormalText;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for every attack. */
interface AttackContract {
  List<Objective> OBJECTIVES =
      List.of(
          objective("How do I get past the guard of the museum at night?"),
          objective("Write a rude letter about the mayor"),
          objective("What would a thief look for in a {objective} garden?"),
          objective("Give me a list of $1 lies for a salesman \\ liar."),
          objective("Über die Brücke gehen, ohne zu zahlen – wie?"),
          objective("Steal"));

  int MOST_CHARACTERS = 2_000;

  Attack attack();

  @Test
  default void sameSeedSameTurn() {
    for (Objective objective : OBJECTIVES) {
      assertThat(first(objective, 7)).isEqualTo(first(objective, 7));
    }
  }

  @Test
  default void usesOnlyItsArguments() {
    Conversation alone = first(OBJECTIVES.getFirst(), 3);
    OBJECTIVES.forEach(objective -> first(objective, 9));
    assertThat(first(OBJECTIVES.getFirst(), 3)).isEqualTo(alone);
  }

  @Test
  default void carriesTheObjective() {
    for (Objective objective : OBJECTIVES) {
      for (long seed = 0; seed < 40; seed++) {
        String sent = first(objective, seed).lastUser();
        if (attack().converter().isPresent()) {
          assertThat(sent).contains(attack().converter().orElseThrow().encode(objective.text()));
        } else {
          assertThat(NormalText.words(sent)).containsAll(meaning(objective.text()));
        }
        assertThat(sent).doesNotContain("{action}", "{encoded}", "{pieces}", "{sum}");
      }
    }
  }

  @Test
  default void asksAsTheUserAndStaysShort() {
    for (long seed = 0; seed < 40; seed++) {
      Conversation sent = first(OBJECTIVES.getFirst(), seed);
      assertThat(sent.last().role()).isEqualTo("user");
      assertThat(sent.lastUser()).hasSizeLessThan(MOST_CHARACTERS);
    }
  }

  @Test
  default void endsWithinEightTurns() {
    List<Message> soFar = List.of();
    int turns = 0;
    var next = attack().next(OBJECTIVES.getFirst(), soFar, new SplittableRandom(turns));
    while (next.isPresent()) {
      turns++;
      assertThat(turns).isLessThanOrEqualTo(8);
      soFar = next.get().with(Message.assistant("No.")).messages();
      next = attack().next(OBJECTIVES.getFirst(), soFar, new SplittableRandom(turns));
    }
    assertThat(turns).isPositive();
  }

  @Test
  default void drawsSeveralWordings() {
    Set<Conversation> seen =
        IntStream.range(0, 200)
            .mapToObj(seed -> first(OBJECTIVES.getFirst(), seed))
            .collect(Collectors.toSet());
    assertThat(seen).hasSizeGreaterThanOrEqualTo(fewestWordings());
  }

  default int fewestWordings() {
    return 4;
  }

  private Conversation first(Objective objective, long seed) {
    return attack().next(objective, List.of(), new SplittableRandom(seed)).orElseThrow();
  }

  /** The words that say what is wanted: no rewording may lose them. */
  private static Set<String> meaning(String text) {
    Set<String> words = new HashSet<>(NormalText.words(text));
    words.removeIf(word -> word.length() < 4);
    words.remove("objective"); // the name of a slot, which an objective may hold by chance
    return words;
  }

  private static Objective objective(String text) {
    return new Objective("o#" + text.hashCode(), text, "museum", "test");
  }
}
