package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.generate.Precision;
import dev.ballast.judge.Ensemble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of {@code judge}. */
record JudgeKeys(
    @Key(
            value = "[harm]",
            doc =
                "which scorer, a name means its newest version; or a judge that asks a model"
                    + " (docs/judges.md); several with --ensemble")
        List<String> judge,
    @Key(
            value = "false",
            doc = "show the scorers with their measured agreement, and the cards of --card")
        boolean list,
    @Key(doc = "JSONL rows: prompt, response") Optional<Path> data,
    @Key(doc = "JSONL: the row plus verdict, score, category, judge_category, judge")
        Optional<Path> output,
    @Flat AskingKeys asking,
    @Key(doc = "how several judges decide: majority, mean or unanimous")
        Optional<Ensemble> ensemble,
    @Key(doc = "JSONL of the rows that an ensemble's judges disagree on (default: beside output)")
        Optional<Path> queue,
    @Key(doc = "cards measured by own labels, for --list and --label") Optional<Path> card,
    @Flat GenerationKeys how,
    @Key(value = "16", doc = "rows that a local model reads at once", behaviour = false)
        int batchSize,
    @Key(value = "fp32", doc = "arithmetic of a local model; int8 is faster and tells its loss")
        Precision precision) {
  JudgeKeys {
    judge = List.copyOf(judge);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size must be >= 1");
    }
  }

  Models.Opening opening() {
    return new Models.Opening(how, batchSize, precision);
  }
}
