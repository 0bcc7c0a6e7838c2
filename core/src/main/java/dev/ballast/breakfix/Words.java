package dev.ballast.breakfix;

import java.util.Locale;

/** Writes constants as records and recipes do. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
