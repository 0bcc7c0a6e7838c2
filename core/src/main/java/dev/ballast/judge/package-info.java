/**
 * Judges that ask a model by a published protocol, ensembles of judges, and what people's labels
 * say a judge is worth.
 */
@NullMarked
package dev.ballast.judge;

import org.jspecify.annotations.NullMarked;
