/** What a model reference means, and where the local Hugging Face cache keeps it. */
@NullMarked
package dev.ballast.hub;

import org.jspecify.annotations.NullMarked;
