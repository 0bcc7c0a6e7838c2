/** Text to token ids and back, chat templates applied, with a proven prompt boundary. */
@NullMarked
package dev.ballast.tokenizer;

import org.jspecify.annotations.NullMarked;
