package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of every verb that makes a run's folder. */
@Flat
record RunKeys(
    @Key(doc = "the run's folder (default: runs/<verb>-<fingerprint>)", behaviour = false)
        Optional<Path> outputDir,
    @Key(
            value = "false",
            doc = "set a finished or other run in that folder aside and begin anew",
            behaviour = false)
        boolean again,
    @Key(value = ".", doc = "what relative data paths start from", behaviour = false) Path dataRoot,
    @Key(value = "0", doc = "threads of the arithmetic; 0 = all cores") int threads) {}
