package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {
  @Test
  void aShortTextIsOneWindow() {
    assertThat(Windows.of(" How are you? ")).containsExactly("How are you?");
    assertThat(Windows.of("")).isEmpty();
    assertThat(Windows.of("12:30 ...")).isEmpty();
  }

  @Test
  void aLongTextIsCutAtSentencesAndBounded() {
    String sentence = "The cat sat on the mat and looked at the bird. ";
    List<String> windows = Windows.of(sentence.repeat(20));
    assertThat(windows).hasSizeGreaterThan(2).allSatisfy(w -> assertThat(w).endsWith("."));
    assertThat(String.join(" ", windows)).isEqualTo(sentence.repeat(20).strip());
    List<String> huge = Windows.of("First. " + "word ".repeat(100_000) + "Last one");
    assertThat(huge).hasSize(16);
    assertThat(huge.getFirst()).startsWith("First.");
    assertThat(huge.getLast()).endsWith("Last one");
  }
}
