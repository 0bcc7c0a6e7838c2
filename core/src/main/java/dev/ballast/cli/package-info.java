/** The command line: verbs, their keys, and the composition root, the only place that wires. */
@NullMarked
package dev.ballast.cli;

import org.jspecify.annotations.NullMarked;
