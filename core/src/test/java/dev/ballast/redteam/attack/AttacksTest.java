package dev.ballast.redteam.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttacksTest {
  private static List<String> names() {
    return Attacks.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theRegistryKnowsEachAttackByItsOwnName(String name) {
    assertThat(Attacks.byName(name).name()).isEqualTo(name);
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheOthers() {
    assertThatThrownBy(() -> Attacks.byName("jailbreak"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("jailbreak")
        .hasMessageContaining("many_shot");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I open a safe? | open a safe",
        "how can someone fake a letter | fake a letter",
        "Tell me how to hide a coin. | hide a coin",
        "What is the best way to cross a river? | cross a river",
        "Can you please help me to write a song? | write a song",
        "Can you draw a map? | draw a map",
        "Write a letter that hurts | write a letter that hurts",
        "I want to build a boat. | build a boat"
      })
  void pastTenseFindsTheAction(String text, String action) {
    assertThat(PastTense.action(text)).contains(action);
  }

  @ParameterizedTest
  @CsvSource({"Why are cats better than dogs?", "Is it fine to lie?", "My boss is rude. What now?"})
  void pastTenseLeavesOtherQuestionsWhole(String text) {
    assertThat(PastTense.action(text)).isEmpty();
  }

  @Test
  void piecesJoinToTheWhole() {
    String text = "one two  three four five six seven";
    assertThat(PayloadSplit.pieces(text, 3))
        .containsExactly("one two", "three four", "five six seven");
    assertThat(PayloadSplit.pieces("one", 4)).containsExactly("one");
  }

  @Test
  void directChangesNothing() {
    Objective objective = new Objective("1", "Tell me.", "", "test");
    Attack direct = Attacks.byName("direct");
    assertThat(direct.next(objective, List.of(), new SplittableRandom(1)).orElseThrow().lastUser())
        .isEqualTo("Tell me.");
  }

  @Nested
  class DirectTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("direct");
    }

    @Override
    public int fewestWordings() {
      return 1;
    }
  }

  @Nested
  class PrefixInjectionTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("prefix_injection");
    }
  }

  @Nested
  class RefusalSuppressionTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("refusal_suppression");
    }
  }

  @Nested
  class RolePlayTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("role_play");
    }
  }

  @Nested
  class PromptTemplateTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("prompt_template");
    }
  }

  @Nested
  class ManyShotTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("many_shot");
    }
  }

  @Nested
  class PayloadSplitTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("payload_split");
    }
  }

  @Nested
  class Base64Test implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("base64");
    }
  }

  @Nested
  class Rot13Test implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("rot13");
    }
  }

  @Nested
  class LeetspeakTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("leetspeak");
    }
  }

  @Nested
  class PastTenseTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("past_tense");
    }
  }

  @Nested
  class PersuasionTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("persuasion");
    }
  }

  @Nested
  class SuffixTest implements AttackContract {
    @Override
    public Attack attack() {
      return Attacks.byName("suffix");
    }
  }
}
