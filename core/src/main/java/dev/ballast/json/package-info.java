/** One strict JSON mapper, JSONL in and out, and the two errors that a user is meant to read. */
@NullMarked
package dev.ballast.json;

import org.jspecify.annotations.NullMarked;
