/**
 * YAML and command-line keys become records: unknown keys, wrong values and ranges fail together.
 */
@NullMarked
package dev.ballast.config;

import org.jspecify.annotations.NullMarked;
