/** Limits on what was measured, and its files for a build server: JUnit XML, SARIF, Markdown. */
@NullMarked
package dev.ballast.ci;

import org.jspecify.annotations.NullMarked;
