package dev.ballast.ci;

import java.util.Locale;

/** Writes figures with four digits behind the point. */
final class Numbers {
  private Numbers() {}

  static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }

  static String range(double low, double high) {
    return "[" + number(low) + ", " + number(high) + "]";
  }

  static String signedRange(double low, double high) {
    return "[" + signed(low) + ", " + signed(high) + "]";
  }
}
