package dev.ballast.report;

/** A range of round numbers with a tick at each. */
record Axis(double low, double high, double tick) {
  private static final double EPSILON = 1e-6;

  /** Return the axis that holds two numbers, with about so many intervals between ticks. */
  static Axis of(double min, double max, int intervals) {
    // What is flat is drawn in the middle.
    double room = max > min ? 0 : Math.max(Math.abs(max), 1e-12) / 2;
    double tick = round((max - min + 2 * room) / intervals);
    return new Axis(
        tick * Math.floor((min - room) / tick + EPSILON),
        tick * Math.ceil((max + room) / tick - EPSILON),
        tick);
  }

  /** Return the next of 1, 2, 5, 10, 20, 50 … */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double lead = step / power;
    return power
        * (lead <= 1 + EPSILON ? 1 : lead <= 2 + EPSILON ? 2 : lead <= 5 + EPSILON ? 5 : 10);
  }

  int ticks() {
    return (int) Math.round((high - low) / tick);
  }

  /** Return a tick's number; one that is zero but for rounding is zero. */
  double at(int i) {
    double value = low + i * tick;
    return Math.abs(value) < EPSILON * tick ? 0 : value;
  }

  /** Return where a number lies, 0 at the low end and 1 at the high end. */
  double share(double value) {
    return (value - low) / (high - low);
  }
}
