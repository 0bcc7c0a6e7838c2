/** Rounds of break, cluster, fix, prove and gate: the whole way from a model to a safer one. */
@NullMarked
package dev.ballast.breakfix;

import org.jspecify.annotations.NullMarked;
