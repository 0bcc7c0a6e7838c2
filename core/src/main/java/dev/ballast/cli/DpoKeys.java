package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.train.loss.Dpo;

/** The keys of direct preference optimisation. */
@Flat
record DpoKeys(@Flat PairKeys pair, @Flat Dpo loss) {}
