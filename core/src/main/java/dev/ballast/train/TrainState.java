package dev.ballast.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a run stands, beside weights and moments: the position in the data follows from the step.
 *
 * @param step optimiser steps done
 * @param tokens tokens seen
 * @param lossSum the losses of all steps, summed
 * @param fingerprint of everything that decides the weights; only an equal run may go on
 */
record TrainState(
    long step,
    double epoch,
    long tokens,
    double lossSum,
    MetricWindow window,
    List<StepMetrics> log,
    String fingerprint) {
  TrainState {
    log = List.copyOf(log);
  }

  static TrainState start(String fingerprint) {
    return new TrainState(0, 0, 0, 0, MetricWindow.EMPTY, List.of(), fingerprint);
  }

  TrainState stepped(double newEpoch, List<MicroBatch> parts) {
    double loss = parts.stream().mapToDouble(MicroBatch::loss).sum();
    long seen = parts.stream().mapToLong(MicroBatch::tokens).sum();
    return new TrainState(
        step + 1, newEpoch, tokens + seen, lossSum + loss, window.plus(parts), log, fingerprint);
  }

  TrainState logged(StepMetrics entry) {
    List<StepMetrics> more = new ArrayList<>(log);
    more.add(entry);
    return new TrainState(step, epoch, tokens, lossSum, MetricWindow.EMPTY, more, fingerprint);
  }
}
