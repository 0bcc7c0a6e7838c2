/** The training loop: steps, optimiser, schedule, reference log-probs, metrics and checkpoints. */
@NullMarked
package dev.ballast.train;

import org.jspecify.annotations.NullMarked;
