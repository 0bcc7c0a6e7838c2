package dev.ballast.judge;

import java.util.List;
import java.util.Locale;

/**
 * One of the words that the small language model was taught, for a model whose probabilities are
 * not at hand.
 */
record TaughtWord(List<Options.Option> words) implements Reader {
  TaughtWord {
    words = List.copyOf(words);
  }

  @Override
  public Scale scale() {
    return Scale.of(words.getFirst().verdict());
  }

  @Override
  public Reading read(Answer answer) {
    String said = FirstWord.of(answer.text()).map(FirstWord::word).orElse("");
    return words.stream()
        .filter(option -> option.word().strip().toLowerCase(Locale.ROOT).equals(said))
        .findFirst()
        .<Reading>map(
            option ->
                new Reading.Decided(
                    option.verdict(),
                    option.positive() ? 1 : 0,
                    option.category().stream().toList(),
                    said))
        .orElseGet(Reading::prose);
  }
}
