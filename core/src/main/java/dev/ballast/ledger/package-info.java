/**
 * A run's folder: an append-only event log, a manifest of hashes, and writes that survive a crash.
 */
@NullMarked
package dev.ballast.ledger;

import org.jspecify.annotations.NullMarked;
