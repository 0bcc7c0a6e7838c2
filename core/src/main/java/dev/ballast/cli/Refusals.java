package dev.ballast.cli;

import dev.ballast.breakfix.FixConfig;
import dev.ballast.breakfix.SafeAnswers;
import dev.ballast.organism.RefusalGrammar;

/** Composed safe answers, by the two grammars. */
final class Refusals {
  private Refusals() {}

  /** Return English for real models, in full or in brief. */
  static SafeAnswers of(FixConfig.Refusals length) {
    return switch (length) {
      case FULL -> RefusalGrammar.fluent()::compose;
      case BRIEF -> RefusalGrammar.brief()::compose;
    };
  }

  /** Return the few words that the embedded model knows. */
  static SafeAnswers plain() {
    return RefusalGrammar.plain()::compose;
  }
}
