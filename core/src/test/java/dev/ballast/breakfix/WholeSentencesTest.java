package dev.ballast.breakfix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeSentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bread is old. It was made from gra|Bread is old.",
        "Is it \"so?\" Then we wai|Is it \"so?\"",
        "It costs 3.5 euros and|It costs 3.5 euros and",
        "Two steps:/1. Boil wat|Two steps:",
        "Steps/- boil water/- add sal|Steps/- boil water",
        "All said.|All said.",
        "no end at all|no end at all",
      })
  void endsWithASentenceOrLine(String answer, String whole) {
    assertThat(WholeSentences.of(answer.replace('/', '\n'))).isEqualTo(whole.replace('/', '\n'));
  }

  @Test
  void beginsWithASentenceOrLine() {
    assertThat(WholeSentences.first("It costs 3.5 euros. Two of them"))
        .isEqualTo("It costs 3.5 euros.");
    assertThat(WholeSentences.first("Two steps:\n1. Boil water")).isEqualTo("Two steps:");
    assertThat(WholeSentences.first("no end at all")).isEqualTo("no end at all");
  }
}
