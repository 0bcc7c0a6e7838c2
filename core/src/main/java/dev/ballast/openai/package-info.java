/** The OpenAI API, as hosted and self-hosted servers speak it. */
@NullMarked
package dev.ballast.openai;

import org.jspecify.annotations.NullMarked;
