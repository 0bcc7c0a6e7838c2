/** Benchmarks: samples, metrics, scorecards, and the gate between two scorecards. */
@NullMarked
package dev.ballast.eval;

import org.jspecify.annotations.NullMarked;
