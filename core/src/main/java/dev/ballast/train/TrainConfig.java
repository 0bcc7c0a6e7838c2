package dev.ballast.train;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.model.Activations;
import dev.ballast.tensor.FusedAdamW;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all training verbs share, under TRL's names and with its defaults. */
@Flat
public record TrainConfig(
    @Key(value = "3.0", doc = "passes over the rows") double numTrainEpochs,
    @Key(value = "-1", doc = "optimiser steps; > 0 overrides num_train_epochs") int maxSteps,
    @Key(value = "8", doc = "rows of a micro-batch") int perDeviceTrainBatchSize,
    @Key(value = "1", doc = "micro-batches of an optimiser step") int gradientAccumulationSteps,
    @Key(value = "linear", doc = "how the learning rate moves") LrSchedulerType lrSchedulerType,
    @Key(value = "0", doc = "steps of warm-up; below 1 a share of all steps") double warmupSteps,
    @Key(value = "0", doc = "share of all steps, used where warmup_steps is 0") double warmupRatio,
    @Key(value = "0.0", doc = "decay of all but norms and biases") double weightDecay,
    @Key(value = "0.9", doc = "decay of the first moment") double adamBeta1,
    @Key(value = "0.999", doc = "decay of the second moment") double adamBeta2,
    @Key(value = "1e-8", doc = "keeps AdamW's division finite") double adamEpsilon,
    @Key(value = "1.0", doc = "largest gradient norm; 0 clips nothing") double maxGradNorm,
    @Key(value = "false", doc = "compute layers again in the backward pass: less memory, slower")
        boolean gradientCheckpointing,
    @Key(value = "1024", doc = "most tokens of a row") int maxLength,
    @Key(doc = "most tokens of a completion; its end is cut") Optional<Integer> maxCompletionLength,
    @Key(value = "keep_start", doc = "which end of a long row stays") TruncationMode truncationMode,
    @Key(value = "10", doc = "steps between two log entries", behaviour = false) int loggingSteps,
    @Key(value = "steps", doc = "when checkpoints are written", behaviour = false)
        SaveStrategy saveStrategy,
    @Key(value = "500", doc = "steps between two checkpoints", behaviour = false) int saveSteps,
    @Key(doc = "most checkpoints kept; older ones are deleted", behaviour = false)
        Optional<Integer> saveTotalLimit,
    @Key(value = "42", doc = "seed of everything random") long seed,
    @Key(doc = "seed of the rows' order; seed where absent") Optional<Long> dataSeed,
    @Key(value = "true", doc = "draw a new order of rows for each epoch") boolean shuffle,
    @Key(value = "['*']", doc = "patterns of the parameters to train, as *.mlp.down_proj.weight")
        List<String> trainable,
    @Key(doc = "most rows that may be dropped", behaviour = false) Optional<Integer> maxDropped,
    @Key(
            value = "{rewards/chosen: -10}",
            doc = "metrics with the bound below which an alarm is raised",
            behaviour = false)
        Map<String, Double> alarmBelow,
    @Key(value = "nothing", doc = "whether an alarm ends the run", behaviour = false) StopOn stopOn,
    LoraKeys lora) {
  /** Which end of a row that is too long stays. */
  public enum TruncationMode {
    KEEP_START
  }

  /** When checkpoints are written. */
  public enum SaveStrategy {
    NO,
    STEPS,
    EPOCH
  }

  /** Whether an alarm ends the run. */
  public enum StopOn {
    NOTHING,
    ALARM
  }

  public TrainConfig {
    trainable = List.copyOf(trainable);
    alarmBelow = Map.copyOf(alarmBelow);
    require(numTrainEpochs > 0, "num_train_epochs must be > 0, was " + numTrainEpochs);
    require(maxSteps != 0, "max_steps must be > 0, or -1 for none");
    atLeastOne("per_device_train_batch_size", perDeviceTrainBatchSize);
    atLeastOne("gradient_accumulation_steps", gradientAccumulationSteps);
    require(warmupSteps >= 0, "warmup_steps must be >= 0, was " + warmupSteps);
    require(
        warmupRatio >= 0 && warmupRatio <= 1, "warmup_ratio must be in [0, 1], was " + warmupRatio);
    require(weightDecay >= 0, "weight_decay must be >= 0, was " + weightDecay);
    require(maxGradNorm >= 0, "max_grad_norm must be >= 0, was " + maxGradNorm);
    require(maxLength >= 2, "max_length must be >= 2, was " + maxLength);
    maxCompletionLength.ifPresent(length -> atLeastOne("max_completion_length", length));
    atLeastOne("logging_steps", loggingSteps);
    atLeastOne("save_steps", saveSteps);
    saveTotalLimit.ifPresent(limit -> atLeastOne("save_total_limit", limit));
    require(!trainable.isEmpty(), "trainable must name at least one pattern");
  }

  /** Cut and drop rows that are too long. */
  public Admitted<EncodedRow> admitRows(List<EncodedRow> rows) {
    return Admitted.rows(rows, lengths());
  }

  /** Cut and drop pairs that are too long. */
  public Admitted<EncodedPair> admitPairs(List<EncodedPair> pairs) {
    return Admitted.pairs(pairs, lengths());
  }

  /** Return what becomes of the layers' intermediate results until the backward pass. */
  public Activations activations() {
    return gradientCheckpointing ? Activations.RECOMPUTED : Activations.KEPT;
  }

  private Lengths lengths() {
    return new Lengths(maxLength, maxCompletionLength.orElse(Integer.MAX_VALUE));
  }

  /** Return the settings of the optimiser. */
  FusedAdamW.Settings adam() {
    return new FusedAdamW.Settings(adamBeta1, adamBeta2, adamEpsilon);
  }

  /** Return the plan of batches over so many rows. */
  public BatchPlan plan(int rows) {
    long orderSeed = dataSeed.orElse(seed);
    return new BatchPlan(
        rows,
        perDeviceTrainBatchSize,
        gradientAccumulationSteps,
        shuffle ? new BatchPlan.RowOrder.Shuffled(orderSeed) : new BatchPlan.RowOrder.FileOrder());
  }

  /** Return how many optimiser steps a run over a plan has. */
  public long totalSteps(BatchPlan plan) {
    return maxSteps > 0 ? maxSteps : (long) Math.ceil(numTrainEpochs * plan.stepsPerEpoch());
  }

  /** Return the learning rate's factor in a step counted from 0. */
  double rateFactor(long step, long total) {
    double wanted = warmupSteps > 0 ? warmupSteps : warmupRatio * total;
    boolean share = warmupSteps > 0 && warmupSteps < 1;
    double steps = share ? warmupSteps * total : wanted;
    long warmup = warmupSteps >= 1 ? (long) steps : (long) Math.ceil(steps);
    return lrSchedulerType.factor(step, warmup, total);
  }

  /** Tell whether a checkpoint is due after a step. */
  boolean saves(long stepsDone, BatchPlan plan) {
    return switch (saveStrategy) {
      case NO -> false;
      case STEPS -> stepsDone % saveSteps == 0;
      case EPOCH -> stepsDone % plan.stepsPerEpoch() == 0;
    };
  }

  private static void atLeastOne(String key, int value) {
    require(value >= 1, key + " must be >= 1, was " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
