package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that a template uses. */
final class Names {
  private Names() {}

  /** Collect names, but those with an {@code is} or a filter behind them somewhere. */
  static Set<String> needed(List<Lexeme> lexemes) {
    Set<String> used = new HashSet<>();
    Set<String> asked = new HashSet<>();
    for (int i = 1; i + 1 < lexemes.size(); i++) {
      Lexeme lexeme = lexemes.get(i);
      if (lexeme.kind() == Kind.NAME && !lexemes.get(i - 1).operator(".")) {
        Lexeme next = lexemes.get(i + 1);
        (next.name("is") || next.operator("|") ? asked : used).add(lexeme.text());
      }
    }
    used.removeAll(asked);
    return Set.copyOf(used);
  }
}
