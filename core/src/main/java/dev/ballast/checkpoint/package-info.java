/** Safetensors and GGUF, in and out. */
@NullMarked
package dev.ballast.checkpoint;

import org.jspecify.annotations.NullMarked;
