/** Rows of data: their types, the dialects they come in, mixing, splitting and contamination. */
@NullMarked
package dev.ballast.data;

import org.jspecify.annotations.NullMarked;
