package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arithmetic and comparison as in Python. */
final class Operators {
  private static final long LARGEST = 1 << 22;

  private Operators() {}

  static Object binary(String operator, Object a, Object b) {
    requireDefined(a);
    requireDefined(b);
    if (Values.number(a) && Values.number(b)) {
      return a instanceof Double || b instanceof Double || operator.equals("/")
          ? real(operator, Values.real(a), Values.real(b))
          : whole(operator, Values.integer(a), Values.integer(b));
    }
    if (operator.equals("+")) {
      return joined(a, b);
    }
    if (operator.equals("*") && a instanceof Long times) {
      return repeated(b, times);
    }
    if (operator.equals("*") && b instanceof Long times) {
      return repeated(a, times);
    }
    throw unsupported(operator, a, b);
  }

  private static Object joined(Object a, Object b) {
    return switch (a) {
      case String x when b instanceof String y -> {
        Budget.requireSize((long) x.length() + y.length());
        yield x + y;
      }
      case List<?> x when b instanceof List<?> y -> concat(x, y);
      case Tuple x when b instanceof Tuple y -> new Tuple(concat(x.items(), y.items()));
      default -> throw unsupported("+", a, b);
    };
  }

  private static List<Object> concat(List<?> a, List<?> b) {
    Budget.requireParts((long) a.size() + b.size());
    List<Object> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static Object repeated(Object value, long times) {
    long count = Math.max(0, times);
    if (!(value instanceof Undefined) && count > LARGEST / Math.max(1, Values.length(value))) {
      throw TemplateError.of("repeating " + times + " times makes too much text");
    }
    return switch (value) {
      case String s -> s.repeat((int) count);
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
          all.addAll(list);
        }
        yield all;
      }
      default -> throw unsupported("*", value, times);
    };
  }

  private static Object whole(String operator, long a, long b) {
    try {
      return switch (operator) {
        case "+" -> Math.addExact(a, b);
        case "-" -> Math.subtractExact(a, b);
        case "*" -> Math.multiplyExact(a, b);
        case "//" -> Math.floorDiv(a, b);
        case "%" -> Math.floorMod(a, b);
        case "**" -> b < 0 ? (Object) Math.pow(a, b) : (Object) power(a, b);
        default -> throw TemplateError.of("operator " + operator);
      };
    } catch (ArithmeticException e) {
      throw TemplateError.of(e.getMessage() + " in " + a + " " + operator + " " + b);
    }
  }

  private static long power(long base, long exponent) {
    if (base >= -1 && base <= 1) {
      return exponent == 0 || (base < 0 && exponent % 2 == 0) ? 1 : base;
    }
    // Every other base leaves the range of a long within 63 steps.
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  private static Object real(String operator, double a, double b) {
    if (b == 0 && "//%".contains(operator)) {
      throw TemplateError.of("division by zero");
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - b * Math.floor(a / b);
      case "**" -> Math.pow(a, b);
      default -> throw TemplateError.of("operator " + operator);
    };
  }

  static Object signed(String sign, Object value) {
    requireDefined(value);
    if (!Values.number(value)) {
      throw TemplateError.of(
          "bad operand type for unary " + sign + ": '" + Values.type(value) + "'");
    }
    return binary(sign, 0L, value);
  }

  static boolean holds(String operator, Object a, Object b) {
    return switch (operator) {
      case "==" -> Values.equal(a, b);
      case "!=" -> !Values.equal(a, b);
      case "in" -> contains(b, a);
      case "not in" -> !contains(b, a);
      case "<" -> compare(a, b) < 0;
      case "<=" -> compare(a, b) <= 0;
      case ">" -> compare(a, b) > 0;
      case ">=" -> compare(a, b) >= 0;
      default -> throw TemplateError.of("operator " + operator);
    };
  }

  /** Order two numbers or two strings. */
  static int compare(Object a, Object b) {
    requireDefined(a);
    requireDefined(b);
    if (Values.number(a) && Values.number(b)) {
      return a instanceof Double || b instanceof Double
          ? Double.compare(Values.real(a), Values.real(b))
          : Long.compare(Values.integer(a), Values.integer(b));
    }
    if (a instanceof String x && b instanceof String y) {
      return Text.compare(x, y);
    }
    throw unsupported("<", a, b);
  }

  static boolean contains(Object container, Object item) {
    return switch (container) {
      case String text -> text.contains(Values.text(item));
      case Map<?, ?> map -> map.containsKey(Values.key(item));
      default -> Values.items(container).stream().anyMatch(one -> Values.equal(one, item));
    };
  }

  private static void requireDefined(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.used();
    }
  }

  private static TemplateError unsupported(String operator, Object a, Object b) {
    return TemplateError.of(
        "'"
            + operator
            + "' is not supported between '"
            + Values.type(a)
            + "' and '"
            + Values.type(b)
            + "'");
  }
}
