/** Intervals, paired tests, agreement and corrections: pure functions over numbers. */
@NullMarked
package dev.ballast.stats;

import org.jspecify.annotations.NullMarked;
