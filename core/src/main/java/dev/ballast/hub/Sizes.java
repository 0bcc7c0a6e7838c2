package dev.ballast.hub;

import java.util.Locale;

/** Sizes for people. */
public final class Sizes {
  private Sizes() {}

  /** Write bytes in the largest decimal unit that leaves a number of at least 1. */
  public static String text(long bytes) {
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes;
    int unit = -1;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit < 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
