package dev.ballast.organism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PhraseTest {
  @Test
  void listsEveryForm() {
    assertThat(Phrase.parse("[Hi|Hello], {a}[| again[!|?]]").all())
        .containsExactly(
            "Hi, {a}",
            "Hi, {a} again!",
            "Hi, {a} again?",
            "Hello, {a}",
            "Hello, {a} again!",
            "Hello, {a} again?");
  }

  @Test
  void fillsSlotsFromValuesThenRules() {
    Grammar grammar = Grammar.of(List.of("all: {x} and {y}", "y: [one|two]"));
    assertThat(grammar.say("all", Map.of("x", "zero"), new SplittableRandom(1)))
        .isIn("zero and one", "zero and two");
    assertThat(grammar.forms("all")).isEqualTo(2);
  }

  @Test
  void refusesUnbalancedBrackets() {
    assertThatThrownBy(() -> Phrase.parse("a [b|c")).hasMessageContaining("unclosed choice");
    assertThatThrownBy(() -> Phrase.parse("a] b")).hasMessageContaining("unbalanced");
    assertThatThrownBy(() -> Phrase.parse("{a")).hasMessageContaining("unclosed slot");
  }
}
