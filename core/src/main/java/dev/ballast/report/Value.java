package dev.ballast.report;

import dev.ballast.eval.MetricValue;
import dev.ballast.stats.Interval;

/**
 * A measured share with its 95 % interval.
 *
 * @param n samples it stands on
 * @param unscored of these, how many no judge could grade
 */
record Value(double estimate, double low, double high, int n, int unscored) {
  static Value of(MetricValue metric) {
    Interval i = metric.interval();
    return new Value(i.estimate(), i.low(), i.high(), metric.n(), metric.unscored());
  }

  Interval interval() {
    return new Interval(estimate, low, high, n);
  }

  static Value of(Interval i, int unscored) {
    return new Value(i.estimate(), i.low(), i.high(), i.n(), unscored);
  }
}
