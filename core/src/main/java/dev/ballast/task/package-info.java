/** Evaluation tasks by the keys of lm-evaluation-harness: prompts, requests, filters, metrics. */
@NullMarked
package dev.ballast.task;

import org.jspecify.annotations.NullMarked;
