/** Decoder families: from a checkpoint's config and weights to differentiable hidden states. */
@NullMarked
package dev.ballast.model;

import org.jspecify.annotations.NullMarked;
