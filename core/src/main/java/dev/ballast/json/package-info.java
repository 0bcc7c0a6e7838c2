/**
 * One strict JSON mapper, JSONL in and out, the two errors that a user is meant to read, and what
 * packages above share of names, digests and locks of files.
 */
@NullMarked
package dev.ballast.json;

import org.jspecify.annotations.NullMarked;
