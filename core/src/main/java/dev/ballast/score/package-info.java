/**
 * Scorers grade what a model answered: refusal, harm, degeneration; each with its measured card.
 */
@NullMarked
package dev.ballast.score;

import org.jspecify.annotations.NullMarked;
