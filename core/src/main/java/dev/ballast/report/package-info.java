/** Pages and plots of a run, from its folder alone. */
@NullMarked
package dev.ballast.report;

import org.jspecify.annotations.NullMarked;
