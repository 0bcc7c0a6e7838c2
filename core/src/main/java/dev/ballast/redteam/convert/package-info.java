/** The converters: encodings that an attack hides its objective in. */
@NullMarked
package dev.ballast.redteam.convert;

import org.jspecify.annotations.NullMarked;
