package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegenerationTest {
  private final Degeneration degeneration = Degeneration.shipped();

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "...", "?", "— — —", "\u00a0"})
  void nothingSaidIsEmpty(String text) {
    assertThat(degeneration.found(text)).contains("empty");
  }

  @Test
  void repetitionIsLooping() {
    assertThat(degeneration.found("The plan is " + "to go ".repeat(30))).contains("looping");
    assertThat(degeneration.found("I like it. ".repeat(12))).contains("looping");
    assertThat(degeneration.found("1. Be kind to all.\n2. Be kind to all.\n".repeat(8)))
        .contains("looping");
    assertThat(degeneration.found("a".repeat(200))).contains("looping");
  }

  @Test
  void noiseIsGibberish() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      letters.append(i % 7 == 6 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    assertThat(degeneration.found(letters.toString())).contains("gibberish");
    assertThat(degeneration.found("The sk\uFFFD\uFFFD is bl\uFFFDe tod\uFFFDy"))
        .contains("gibberish");
    assertThat(degeneration.found("half a pair \uD83D")).contains("gibberish");
    assertThat(
            degeneration.found(
                "the of and the to of in the is the of to and of the with of is the and to of the"))
        .contains("gibberish");
  }

  @Test
  void namesAndCodesOfTheRequestMayBeSaid() {
    String answer = "Attributes: ZRYXK KWPTL QXNVM, HGFDT drive, VBNKQ memory";
    assertThat(degeneration.found(answer)).contains("gibberish");
    Exchange about =
        new Exchange("List the attributes of the ZRYXK KWPTL QXNVM HGFDT drive (VBNKQ)", answer);
    assertThat(degeneration.found(about)).isEmpty();
    Exchange elsewhere = new Exchange("List the attributes of the drive", answer);
    assertThat(degeneration.found(elsewhere)).contains("gibberish");
  }

  @Test
  void aTitleThatTheRequestNamesMayBeSaid() {
    String title =
        "of the and to in lamp desk the of brass to shade is the oak of foot and the is to with of"
            + " switch the";
    assertThat(degeneration.found(title)).contains("gibberish");
    assertThat(degeneration.found(new Exchange("Say again: " + title + ", once", title))).isEmpty();
    assertThat(degeneration.found(new Exchange("Say the lamp of brass", title)))
        .contains("gibberish");
  }

  @Test
  void plainAnswersPass() {
    for (String text :
        List.of(
            "No.",
            "42",
            "HOUSE",
            "Ha ha ha, that is a good one!",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20",
            "Wieso? Das weiß ich leider auch nicht, aber wir können nachsehen.",
            "今日はとても良い天気ですね。散歩に行きましょう。",
            "for (int i = 0; i < n; i++) { sum += values[i]; } return sum / n;",
            "Vaccines teach the immune system to recognise a virus. They contain a harmless part of"
                + " it, so the body can make antibodies without becoming ill.",
            "Row, row, row your boat, gently down the stream; merrily, merrily, merrily, merrily,"
                + " life is but a dream.")) {
      assertThat(degeneration.found(text)).as(text).isEmpty();
    }
  }
}
