/** What a model reference means, where the local Hugging Face cache keeps it, how it gets there. */
@NullMarked
package dev.ballast.hub;

import org.jspecify.annotations.NullMarked;
