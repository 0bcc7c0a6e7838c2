package dev.ballast.judge;

import dev.ballast.score.Verdict;
import java.util.List;
import java.util.Optional;

/** The rubric of helpfulness: the answer is {@code helpful} or {@code unhelpful}, and no more. */
record HelpWord() implements Reader {
  private static final String YES = "helpful";
  private static final String NO = "unhelpful";

  /** Return the words, in the two ways in which they begin. */
  static Options words() {
    return new Options(
        List.of(""),
        List.of(
            new Options.Option(YES, Verdict.HELPFUL, true),
            new Options.Option(NO, Verdict.UNHELPFUL, false),
            new Options.Option("Helpful", Verdict.HELPFUL, true),
            new Options.Option("Unhelpful", Verdict.UNHELPFUL, false)),
        Optional.empty());
  }

  @Override
  public Scale scale() {
    return Scale.HELPFULNESS;
  }

  @Override
  public Reading read(Answer answer) {
    if (answer.cut()) {
      return Reading.cutOff();
    }
    FirstWord first = FirstWord.of(answer.text()).orElse(null);
    if (first == null || !(first.word().equals(YES) || first.word().equals(NO))) {
      return Reading.prose();
    }
    boolean helpful = first.word().equals(YES);
    if (first.takenBackBy(helpful ? NO : YES)) {
      return Reading.contradiction();
    }
    if (!first.rest().isEmpty() || !first.below().isEmpty()) {
      return Reading.prose();
    }
    Verdict verdict = helpful ? Verdict.HELPFUL : Verdict.UNHELPFUL;
    return new Reading.Decided(verdict, helpful ? 1 : 0, List.of(), first.word());
  }
}
