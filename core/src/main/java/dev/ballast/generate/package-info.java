/** Batched decoding: logits, processors, sampler, token; and the local chat model. */
@NullMarked
package dev.ballast.generate;

import org.jspecify.annotations.NullMarked;
