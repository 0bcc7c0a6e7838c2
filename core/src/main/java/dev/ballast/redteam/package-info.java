/**
 * Attacks a model: objectives, attacks, campaigns, traces, and what the failures have in common.
 */
@NullMarked
package dev.ballast.redteam;

import org.jspecify.annotations.NullMarked;
