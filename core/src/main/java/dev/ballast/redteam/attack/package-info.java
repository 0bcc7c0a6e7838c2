/** The attack families, one class or one file of frames each, and their registry. */
@NullMarked
package dev.ballast.redteam.attack;

import org.jspecify.annotations.NullMarked;
