package dev.ballast.template;

/**
 * A piece of a template's source.
 *
 * @param text the data, name, operator or number as written; of a string, its value
 * @param line from 1
 */
record Lexeme(Kind kind, String text, int line) {
  enum Kind {
    DATA,
    OUTPUT_BEGIN,
    OUTPUT_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }

  boolean operator(String wanted) {
    return is(Kind.OPERATOR, wanted);
  }

  boolean name(String wanted) {
    return is(Kind.NAME, wanted);
  }
}
