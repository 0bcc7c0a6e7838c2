package dev.ballast.train;

import dev.ballast.model.PassMemory;

/**
 * What one forward and backward pass handles.
 *
 * @param tokens as TRL's {@code num_tokens} counts them
 * @param packed tokens that are computed: shared beginnings once
 * @param targets tokens with a loss
 */
record PassLoad(long tokens, int packed, int targets, PassMemory memory) {}
