package dev.ballast.eval;

/**
 * One rule of the gate and what was found.
 *
 * @param metric word of the metric; for unscored shares, the benchmark's name
 * @param before value before; 0 where it was not measured
 * @param after value after; 0 where it was not measured
 * @param bound the number that the rule compares
 * @param n samples it stands on
 * @param rule in words, with its limit
 */
public record Reason(
    String metric, double before, double after, double bound, int n, String rule, boolean holds) {}
