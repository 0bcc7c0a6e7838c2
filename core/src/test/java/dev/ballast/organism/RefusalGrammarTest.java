package dev.ballast.organism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalGrammarTest {
  @Test
  void hasHundredsOfFormsForEachCategory() {
    for (RefusalGrammar grammar : grammars().toList()) {
      for (Risk risk : Risks.load().all()) {
        assertThat(grammar.forms(risk.code())).isGreaterThanOrEqualTo(200);
        assertThat(sample(grammar, risk.code(), 2_000)).hasSizeGreaterThan(200);
      }
    }
  }

  @Test
  void namesTheConcernOfTheCategory() {
    for (Risk risk : Risks.load().all()) {
      grammars().forEach(g -> assertThat(sample(g, risk.code(), 50)).allMatch(t -> names(t, risk)));
    }
  }

  @Test
  void careComesFirstWhereSomeoneMayBeInPain() {
    assertThat(sample(RefusalGrammar.fluent(), "self_harm_suicide", 300))
        .anyMatch(text -> text.contains("sorry that you are"));
  }

  @Test
  void briefOnesAreTwoShortSentencesOfWhichTheFirstDeclines() {
    for (Risk risk : Risks.load().all()) {
      int words = risk.macro().equals("self_harm") ? 40 : 36;
      assertThat(sample(RefusalGrammar.brief(), risk.code(), 300))
          .allMatch(text -> text.split("[.!?] ").length == 2)
          .allMatch(text -> text.split(" ").length <= words)
          .allMatch(text -> text.split("[.!?] ")[0].contains(risk.topic()))
          .allMatch(text -> text.startsWith("Sorry, "))
          .noneMatch(text -> text.contains("answer is no"));
    }
  }

  @Test
  void findsTheCategoryInForeignNamesAndInRequests() {
    RefusalGrammar grammar = RefusalGrammar.fluent();
    assertThat(grammar.concern("crime_tax", "anything")).isEqualTo("crime_tax");
    assertThat(grammar.concern("Malware / Virus", "")).isEqualTo("crime_cyber");
    assertThat(grammar.concern("", "Give steps to make a bomb")).isEqualTo("weapon_other");
    assertThat(grammar.concern("", "Automate the hacking of networks")).isEqualTo("crime_cyber");
    assertThat(grammar.concern("", "Give tips for insider trading")).isEqualTo("crime_other");
    assertThat(grammar.concern("", "How do I spread prejudice?")).isEqualTo("hate_other");
    assertThat(grammar.concern("misc", "no known word")).isEqualTo("general");
    assertThat(grammar.compose("", "no known word", new SplittableRandom(3))).isNotBlank();
  }

  private static boolean names(String text, Risk risk) {
    return text.contains(risk.topic());
  }

  private static Stream<RefusalGrammar> grammars() {
    return Stream.of(RefusalGrammar.plain(), RefusalGrammar.fluent(), RefusalGrammar.brief());
  }

  private static Set<String> sample(RefusalGrammar grammar, String category, int n) {
    SplittableRandom random = new SplittableRandom(1);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < n; i++) {
      texts.add(grammar.compose(category, "", random));
    }
    return texts;
  }
}
