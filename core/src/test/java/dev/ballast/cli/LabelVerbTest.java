package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelVerbTest {
  @TempDir private Path folder;
  private Path data;
  private Path labels;
  private Path cards;

  @BeforeEach
  void write() throws IOException {
    labels = folder.resolve("labels.jsonl");
    cards = folder.resolve("cards.json");
    data =
        Files.writeString(
            folder.resolve("graded.jsonl"),
            row("agreed", "safe", "safe")
                + row("disputed", "unsafe", "safe")
                + row("third", "unsafe", "unsafe"));
  }

  private static String row(String name, String first, String second) {
    return """
    {"prompt":"prompt %1$s","response":"response %1$s \\u001b[2J","verdict":"%2$s","score":%3$s,"category":"","judge":"mean(a,b)","judges":[{"judge":"a","verdict":"%2$s","score":%3$s},{"judge":"b","verdict":"%4$s","score":%5$s}]}
    """
        .formatted(name, first, number(first), second, number(second));
  }

  private static String number(String verdict) {
    return verdict.equals("unsafe") ? "0.8" : "0.1";
  }

  private Typed type(String input, String... more) {
    Stream<String> words =
        Stream.of(
            "judge", "--label", "--data", data + "", "--output", labels + "", "--card", cards + "");
    return Typed.typing(input, Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private List<String> labelled() {
    return JsonLines.read(
        labels, row -> row.path("prompt").asString() + ": " + row.path("label").asString());
  }

  @Test
  void disagreementsComeFirstAndTextsAreMasked() {
    Typed typed = type("u\nq\n");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("1 of 3, the judges disagree", "prompt: [masked, 15 characters]", "not shown yet")
        .doesNotContain("prompt disputed");
    assertThat(labels).doesNotExist();
  }

  @Test
  void aRowIsShownAndLabelledAndTheNextIsMaskedAgain() {
    Typed typed = type("v\nu\nq\n");
    assertThat(typed.out()).contains("prompt disputed", "2 of 3").doesNotContain("prompt agreed");
    assertThat(typed.out()).doesNotContain("\u001b");
    assertThat(labelled()).containsExactly("prompt disputed: unsafe");
  }

  @Test
  void skipUndoAndWordsWork() {
    type("k\nsafe\nz\nu\n\nq\n", "--show");
    assertThat(labelled()).containsExactly("prompt agreed: unsafe");
  }

  @Test
  void theLastOneCanBeTakenBack() {
    Typed typed = type("u\ns\nu\nz\ns\n\n", "--show");
    assertThat(typed.out()).contains("nothing is left to label");
    assertThat(labelled())
        .containsExactly("prompt disputed: unsafe", "prompt agreed: safe", "prompt third: safe");
  }

  @Test
  void theSameCommandGoesOnWhereTheInputEnded() {
    type("u\n", "--show");
    assertThat(labelled()).hasSize(1);
    Typed again = type("s\nu\n\n", "--show");
    assertThat(again.out()).contains("2 of 3").doesNotContain("1 of 3");
    assertThat(labelled())
        .containsExactly("prompt disputed: unsafe", "prompt agreed: safe", "prompt third: unsafe");
    assertThat(new LabelVerb().goesOn()).isTrue();
    assertThat(Interrupt.message("judge", "--label")).contains("is kept");
    assertThat(Interrupt.message("judge", "--judge", "harm")).contains("begins again");
  }

  @Test
  void everyLabelIsOnTheDiskBeforeTheNextQuestion() throws IOException {
    Typed.Watched input = new Typed.Watched("u\ns\n", labels);
    Typed.typing(input, "judge", "--label", "--show", "--data", data + "", "--output", labels + "");
    assertThat(input.linesSeen()).containsExactly(0, 1, 2);
  }

  @Test
  void cardsAreMeasuredAndListed() {
    Typed typed = type("u\ns\nu\n\n", "--show");
    assertThat(typed.out()).contains("3 labels of 3 rows");
    Typed list = Typed.run("judge", "--list", "--card", cards.toString());
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out())
        .contains("harm@3", "a, agreement with the labels of labels.jsonl", "mean(a,b), agreement")
        .containsPattern("b, agreement[^\\n]*\\n[^\\n]*\\n  sensitivity  0\\.50");
    Typed part = type("q\n");
    assertThat(part.out()).doesNotContain("until every row is labelled");
  }

  @Test
  void fewerLabelsThanRowsAreSaidToBeTheHardOnes() {
    assertThat(type("u\nq\n", "--show").out()).contains("until every row is labelled");
  }

  @Test
  void otherFilesAreNotOverwritten() throws IOException {
    Files.writeString(labels, "{\"prompt\":\"mine\"}\n");
    Typed typed = type("u\n", "--show");
    assertThat(typed.code()).isEqualTo(Main.BAD_INPUT);
    assertThat(labels).hasContent("{\"prompt\":\"mine\"}");
  }

  @Test
  void ungradedRowsAreRefused() throws IOException {
    Files.writeString(data, "{\"prompt\":\"a\",\"response\":\"b\"}\n");
    Typed typed = type("u\n");
    assertThat(typed.code()).isEqualTo(Main.BAD_INPUT);
    assertThat(typed.err()).contains("no row has a verdict");
    Files.writeString(
        data,
        """
        {"prompt":"a","response":"b","judge":"x","verdict":"maybe","score":0.5}
        """);
    assertThat(type("u\n").err()).contains("no such verdict", "row 1");
  }
}
