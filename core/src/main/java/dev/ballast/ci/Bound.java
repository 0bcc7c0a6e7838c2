package dev.ballast.ci;

/**
 * An operator and a number that a value is held against.
 *
 * @param operator {@code <}, {@code <=}, {@code >} or {@code >=}
 */
record Bound(String operator, double value) {
  /** A part of a pattern, with two groups. */
  static final String FORM = "(<=|>=|<|>)\\s*(-?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)";

  static Bound of(String operator, String number) {
    return new Bound(operator, Double.parseDouble(number));
  }

  boolean holds(double measured) {
    return switch (operator) {
      case "<" -> measured < value;
      case "<=" -> measured <= value;
      case ">" -> measured > value;
      default -> measured >= value;
    };
  }
}
