/** Preference losses, one record each, and their registry. */
@NullMarked
package dev.ballast.train.loss;

import org.jspecify.annotations.NullMarked;
