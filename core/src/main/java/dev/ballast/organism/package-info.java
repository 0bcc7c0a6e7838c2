/** The text of the embedded model, a model organism: its grammar, its splits, its tokenizer. */
@NullMarked
package dev.ballast.organism;

import org.jspecify.annotations.NullMarked;
