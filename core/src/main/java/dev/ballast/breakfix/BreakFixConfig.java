package dev.ballast.breakfix;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.eval.GateConfig;
import dev.ballast.redteam.CampaignConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A recipe: which model, which data, how it is attacked, repaired and judged. */
public record BreakFixConfig(
    @Key(doc = "the model to repair") String model,
    @Key(doc = "folder of the run", behaviour = false) Optional<Path> outputDir,
    @Key(value = ".", doc = "what relative data paths start from", behaviour = false) Path dataRoot,
    @Key(value = "0", doc = "seed of everything random") long seed,
    @Key(value = "1", doc = "rounds; a round that is rejected is the last") int rounds,
    @Key(value = "0", doc = "at most so many rows of each set, for a quick look; 0 = all")
        int limit,
    @Flat DataConfig data,
    @Flat AttackConfig attack,
    @Flat CampaignConfig campaign,
    @Flat FixConfig fix,
    @Key(doc = "training stages, in order") List<StageConfig> stages,
    @Flat MeasureConfig measure,
    @Flat GateConfig gate) {
  public BreakFixConfig {
    stages = List.copyOf(stages);
    require(rounds >= 1, "rounds must be >= 1, was " + rounds);
    require(limit >= 0, "limit must be >= 0, was " + limit);
    require(!stages.isEmpty(), "stages must name at least one stage");
    require(
        fix.cutAnswers() != FixConfig.CutAnswers.AS_IS
            || stages.stream().allMatch(s -> s.learnsLessThan(fix.fixMaxNewTokens())),
        "cut_answers: as_is needs max_completion_length or max_benign_completion_length below"
            + " fix_max_new_tokens ("
            + fix.fixMaxNewTokens()
            + ") in every stage: else ends in the middle of a word are learned");
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
