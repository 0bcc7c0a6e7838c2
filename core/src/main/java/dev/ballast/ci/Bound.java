package dev.ballast.ci;

import dev.ballast.stats.Interval;
import java.util.Optional;

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

  /** Say how a limit stands: broken by the estimate, or kept, which an interval may not show. */
  Finding.Kind on(double measured, Optional<Interval> interval) {
    return holds(measured)
        ? Finding.Kind.FAILED
        : interval.filter(i -> holds(i.low()) || holds(i.high())).isPresent()
            ? Finding.Kind.OPEN
            : Finding.Kind.PASSED;
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
