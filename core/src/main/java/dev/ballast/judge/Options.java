package dev.ballast.judge;

import dev.ballast.score.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words that an answer may be, for a model whose probabilities are at hand.
 *
 * @param leads what the model may write before the word; each spelling counts once
 * @param before where the word stands in the model's own answer: after the first match; empty at
 *     its start
 */
record Options(List<String> leads, List<Option> options, Optional<Pattern> before) {
  /**
   * One word.
   *
   * @param positive whether its probability is the score's
   * @param category that it names
   */
  record Option(String word, Verdict verdict, boolean positive, Optional<String> category) {
    Option(String word, Verdict verdict, boolean positive) {
      this(word, verdict, positive, Optional.empty());
    }
  }

  Options {
    leads = List.copyOf(leads);
    options = List.copyOf(options);
  }

  /** The answer begins with one of two words. */
  static Options two(List<String> leads, String unsafe, String safe) {
    return new Options(
        leads,
        List.of(new Option(unsafe, Verdict.UNSAFE, true), new Option(safe, Verdict.SAFE, false)),
        Optional.empty());
  }

  /** The words of both, after the leads of this one. */
  Options or(Options other) {
    List<Option> both = new ArrayList<>(options);
    both.addAll(other.options());
    return new Options(leads, both, before);
  }

  /** The same words, later in the answer. */
  Options after(Pattern text) {
    return new Options(leads, options, Optional.of(text));
  }
}
