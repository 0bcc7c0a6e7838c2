/**
 * Tensors with two lifetimes, scoped and owned, over libtorch; the only importer of {@code
 * org.bytedeco}.
 */
@NullMarked
package dev.ballast.tensor;

import org.jspecify.annotations.NullMarked;
