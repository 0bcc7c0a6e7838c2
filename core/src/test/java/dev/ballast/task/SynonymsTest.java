package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.data.Datasets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SynonymsTest {
  private static String changed(String text, long seed) {
    return Synonyms.changed(text, new SplittableRandom(seed));
  }

  @Test
  void theListIsLongAndPlain() {
    Map<String, String> words = Synonyms.words();
    assertThat(words).hasSizeGreaterThan(500);
    assertThat(words).allSatisfy((word, other) -> assertThat(other).isNotEqualTo(word));
    assertThat(words.keySet()).allMatch(word -> word.matches("[a-z]{2,}"));
    assertThat(words.values()).allMatch(other -> other.matches("[a-z-]+( [a-z]+)*"));
  }

  @Test
  void namesNumbersAndPartsOfWordsStay() {
    for (String text :
        new String[] {
          "", "7 of 12", "In Big Rapids", "carpet-bicycle's", "bike2 and CAR", "the of and not or"
        }) {
      assertThat(changed(text, 1)).isEqualTo(text);
    }
  }

  @Test
  void halfOfTheWordsChangeAndOneAtLeast() {
    assertThat(changed("They buy a car.", 3)).isNotEqualTo("They buy a car.");
    assertThat(changed("Maybe it rains.", 3)).isEqualTo("Perhaps it rains.");
    assertThat(changed("It is a movie about bikes, cars and trucks.", 1).split(" "))
        .satisfies(
            words ->
                assertThat(words)
                    .filteredOn(w -> !"It is a movie about bikes, cars and trucks.".contains(w))
                    .hasSize(2));
  }

  @Test
  void aWordBehindTheOtherArticleStays() {
    assertThat(changed("a mistake", 1)).isEqualTo("a mistake");
    assertThat(changed("the mistake", 1)).isEqualTo("the error");
    assertThat(changed("an automobile", 1)).isEqualTo("an automobile");
    assertThat(changed("a huge wall", 1)).isEqualTo("a gigantic wall");
    assertThat(changed("an honest man", 1)).isEqualTo("an honest man");
  }

  @Test
  void oneSeedIsOneChange() {
    String text = "Doctors often buy fast bikes, big cars and noisy trucks for their kids.";
    assertThat(changed(text, 5)).isEqualTo(changed(text, 5));
    assertThat(changed(text, 5)).isNotEqualTo(changed(text, 6));
  }

  /** Rows, choices and targets are those of the task as it is. */
  @Test
  void aTaskKeepsItsAnswers() {
    Path rows = Path.of("src/test/resources/dev/ballast/task/bundled");
    TaskConfig task =
        TaskFile.find(
            "openbookqa", new TaskFile.Change(Optional.empty(), Optional.of(Probe.SYNONYM)));
    TaskRun run = TaskRun.of(task, new Datasets(rows), new TaskRun.Plan(0, 1, Style.PLAIN));
    assertThat(run.size()).isPositive();
  }
}
