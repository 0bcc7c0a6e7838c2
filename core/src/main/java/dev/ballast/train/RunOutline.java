package dev.ballast.train;

import dev.ballast.model.ActivationMemory;
import dev.ballast.model.Activations;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A run before it begins: its shape, rows and batches, without a weight.
 *
 * @param rows what sets the length of an epoch
 * @param buffer rows of which each micro-batch takes a batch along
 */
public record RunOutline(
    Learner learner,
    TrainConfig config,
    Objective objective,
    Packing rows,
    Optional<Packing> buffer) {
  /** Steps beyond these are taken to be like them: an epoch's order is drawn anew for each. */
  private static final long MOST_STEPS = 4_000;

  /** What is learned. */
  public enum Objective {
    /** Completions by heart: one pass over the output layer. */
    COMPLETIONS,
    /** Preferences against a reference: two passes, and one of the reference before training. */
    PAIRS
  }

  public ModelConfig model() {
    return learner.model();
  }

  public BatchPlan plan() {
    return config.plan(rows.rows());
  }

  /** Return how many optimiser steps the run has. */
  public long steps() {
    return config.totalSteps(plan());
  }

  /** Return how many steps {@link #passes} covers. */
  long looked() {
    return Math.min(steps(), MOST_STEPS);
  }

  /** Return the weights that are trained, an adapter's under PEFT's names. */
  List<String> trained() {
    return learner.trained(config.trainable());
  }

  /** Return how many numbers are trained. */
  public long trainedNumbers() {
    SequencedMap<String, Long> sizes = learner.sizes();
    return trained().stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
  }

  /** Return how many passes a step has at most. */
  int passesPerStep() {
    int most = 0;
    BatchPlan plan = plan();
    for (long number = 0; number < looked(); number++) {
      int cut = 0;
      for (int[] batch : plan.step(number).microBatches()) {
        cut += rows.passes(batch).size() + (buffer.isPresent() ? 1 : 0);
      }
      most = Math.max(most, cut);
    }
    return most;
  }

  /** Return how many checkpoints are written on the way. */
  long checkpoints() {
    BatchPlan plan = plan();
    return LongStream.rangeClosed(1, steps()).filter(step -> config.saves(step, plan)).count();
  }

  /** Return the passes of the first steps, in order. */
  List<PassLoad> passes() {
    ActivationMemory memory = learner.memory(trained(), config.activations());
    BatchPlan plan = plan();
    List<PassLoad> passes = new ArrayList<>();
    for (long number = 0; number < looked(); number++) {
      BatchPlan.Step step = plan.step(number);
      for (int i = 0; i < step.microBatches().size(); i++) {
        addLoads(passes, rows, step.microBatches().get(i), memory);
        long micro = step.first() + i;
        buffer.ifPresent(
            with -> addLoads(passes, with, config.plan(with.rows()).microBatch(micro), memory));
      }
    }
    return passes;
  }

  private void addLoads(
      List<PassLoad> passes, Packing packing, int[] batch, ActivationMemory memory) {
    packing.passes(batch).forEach(part -> passes.add(load(packing, part, memory)));
  }

  /** Return the passes of the reference: every pair once, in file order. */
  List<PassLoad> reference() {
    if (objective == Objective.COMPLETIONS) {
      return List.of();
    }
    List<PassLoad> passes = new ArrayList<>(once(rows));
    buffer.ifPresent(with -> passes.addAll(once(with)));
    return passes;
  }

  private List<PassLoad> once(Packing packing) {
    int batch = config.perDeviceTrainBatchSize();
    ActivationMemory memory = new ActivationMemory(model(), List.of(), Activations.KEPT);
    BatchPlan inOrder = new BatchPlan(packing.rows(), batch, 1, new BatchPlan.RowOrder.FileOrder());
    return IntStream.range(0, inOrder.batchesPerEpoch())
        .mapToObj(i -> load(packing, inOrder.microBatch(i), memory))
        .toList();
  }

  private PassLoad load(Packing packing, int[] batch, ActivationMemory memory) {
    PackedTokens packed = packing.pack(batch);
    return new PassLoad(
        packing.tokens(batch), packed.size(), packing.targets(batch), memory.pass(packed));
  }

  /** Return tokens of one epoch, as TRL counts them. */
  public long tokensPerEpoch() {
    return rows.tokens(IntStream.range(0, rows.rows()).toArray());
  }

  /**
   * Return rows that stand for all passes: those of one whose length is the mean over all tokens,
   * so many of them that measuring stays short.
   */
  PackedTokens sample(int mostTokens) {
    BatchPlan plan = plan();
    List<int[]> batches =
        LongStream.range(0, Math.min(looked(), 200))
            .mapToObj(plan::step)
            .flatMap(step -> step.microBatches().stream())
            .flatMap(batch -> rows.passes(batch).stream())
            .toList();
    double tokens = 0;
    double squares = 0;
    for (int[] batch : batches) {
      double size = rows.tokens(batch);
      tokens += size;
      squares += size * size;
    }
    double wanted = squares / tokens;
    int[] nearest = batches.getFirst();
    for (int[] batch : batches) {
      if (Math.abs(rows.tokens(batch) - wanted) < Math.abs(rows.tokens(nearest) - wanted)) {
        nearest = batch;
      }
    }
    return upTo(nearest, mostTokens);
  }

  private PackedTokens upTo(int[] batch, int mostTokens) {
    int[] taken = batch;
    while (taken.length > 1 && rows.pack(taken).size() > mostTokens) {
      taken = Arrays.copyOf(taken, taken.length - 1);
    }
    return rows.pack(taken);
  }
}
