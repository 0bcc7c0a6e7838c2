package dev.ballast.train;

import java.util.List;
import java.util.function.Consumer;

/** What one optimiser step computes; the loop around it knows nothing of rows or losses. */
public interface Step {
  /** Return how many rows an epoch has. */
  int rows();

  /** Return a hash of rows and loss: of all that this step adds to a run's result. */
  String fingerprint();

  /**
   * Prepare with the model that training starts from: reference log-probs. Called once.
   *
   * @param batch rows to work on at a time
   * @param events hears what went wrong with a cache
   * @return what a cache of the reference gave
   * @throws dev.ballast.json.BadInput when a cache holds wrong log-probs
   */
  default ReferenceUse prepare(int batch, Consumer<TrainEvent> events) {
    return ReferenceUse.NONE;
  }

  /**
   * Add the gradient of one step's mean loss to the parameters.
   *
   * @return one result a micro-batch
   */
  List<MicroBatch> accumulate(BatchPlan.Step step);
}
