package dev.ballast.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerMatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Paris.|paris",
        "The capital is Paris, of course!|Paris",
        "It is the Pacific Ocean.|pacific ocean",
        "2 plus 3 is 5.|5",
        "That makes five.|5",
        "There are 7 days in a week.|seven",
        "The answer is twenty-one.|21",
        "one hundred and five|105",
        "two thousand three hundred|2300",
        "It is 1,000 metres.|1000",
        "About 3.50 dollars|3.5",
        "minus four|-4",
        "It is minus 4.|-4",
        "water is H2O|h2o",
        "10km|10",
        "It is -4 degrees|-4",
        "The result is −4.|-4",
        "ＰＡＲＩＳ|paris",
        "A whale isn't a fish. It is a mammal.|mammal",
        "eighteen|18",
        "a cat|the cat"
      })
  void right(String response, String accepted) {
    assertThat(AnswerMatch.matches(response, List.of(accepted))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|5",
        "25|5",
        "5 minus 2 is 4.|5",
        "2 plus 0 is 4|2",
        "It is 4 degrees|-4",
        "It is -4 degrees|4",
        "Parisian food|paris",
        "It is not Paris.|paris",
        "It isn't Paris.|paris",
        "one two three|6",
        "twenty|21",
        "1,2 and 3|123",
        "Pacific is an ocean|pacific ocean",
        "anything|..."
      })
  void wrong(String response, String accepted) {
    assertThat(AnswerMatch.matches(response, List.of(accepted))).isFalse();
  }

  @Test
  void anyAcceptedAnswerWillDo() {
    assertThat(AnswerMatch.matches("It is red.", List.of("blue", "red"))).isTrue();
    assertThat(AnswerMatch.matches("It is not red, it is red.", List.of("red"))).isTrue();
  }

  @Test
  void numberWordsBecomeDigitsOnlyWhereTheyFormOneNumber() {
    assertThat(AnswerMatch.words("Nine minus two is seven and one more is eight."))
        .containsExactly("9", "minus", "2", "is", "7", "and", "1", "more", "is", "8");
    assertThat(AnswerMatch.words("three million and twenty")).containsExactly("3000020");
    assertThat(AnswerMatch.words("twenty zero")).containsExactly("20", "0");
    assertThat(AnswerMatch.words("7-5")).containsExactly("7", "5");
    assertThat(AnswerMatch.words("the 3rd one of 10km"))
        .containsExactly("3", "rd", "1", "of", "10", "km");
  }
}
