package dev.ballast.train;

import java.nio.file.Path;
import java.util.List;

/** What a run tells while it goes; bodies of the ledger's events. */
public sealed interface TrainEvent {
  /** Return the event's type in the ledger. */
  String type();

  /**
   * The first step is about to begin.
   *
   * @param from steps already done by an earlier process
   * @param parameters numbers that are trained
   */
  record Started(long from, long steps, int rows, List<String> trainable, long parameters)
      implements TrainEvent {
    @Override
    public String type() {
      return "train.started";
    }
  }

  /** The reference's log-probs are there, some of them from a cache. */
  record ReferenceRead(ReferenceUse use) implements TrainEvent {
    @Override
    public String type() {
      return "train.reference";
    }
  }

  /** A cache of the reference cannot be read or written; the run goes on without it. */
  record ReferenceUncached(Path folder, String reason) implements TrainEvent {
    @Override
    public String type() {
      return "train.reference_uncached";
    }
  }

  /** A log entry. */
  record Logged(StepMetrics metrics) implements TrainEvent {
    @Override
    public String type() {
      return "train.step";
    }
  }

  /** A metric fell below its bound. */
  record Alarm(long step, String metric, double value, double bound) implements TrainEvent {
    @Override
    public String type() {
      return "train.alarm";
    }
  }

  /** A checkpoint is whole. */
  record Saved(long step, Path folder) implements TrainEvent {
    @Override
    public String type() {
      return "train.saved";
    }
  }

  /** A checkpoint that is not whole was passed over. */
  record PassedOver(Path folder, String reason) implements TrainEvent {
    @Override
    public String type() {
      return "train.passed_over";
    }
  }

  /** The model is written. */
  record Finished(TrainReport report) implements TrainEvent {
    @Override
    public String type() {
      return "train.finished";
    }
  }
}
