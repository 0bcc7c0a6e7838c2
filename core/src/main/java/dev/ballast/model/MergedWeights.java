package dev.ballast.model;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.ChangedWeights;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint's weights with adapters folded in: W + s · B A in F32, one tensor at a time. */
public final class MergedWeights implements AutoCloseable {
  private final WeightSource stored;
  private final List<Adapter> adapters = new ArrayList<>();

  private MergedWeights(WeightSource stored) {
    this.stored = stored;
  }

  /**
   * Fold all adapters of a checkpoint in.
   *
   * @param checkpoint stays open as long as the result is read
   */
  public static MergedWeights of(Checkpoint checkpoint) {
    return of(checkpoint, checkpoint.adapters());
  }

  static MergedWeights of(Checkpoint checkpoint, List<AdapterFolder> folders) {
    ModelConfig config = Families.config(checkpoint.config());
    MergedWeights merged = new MergedWeights(checkpoint.weights());
    try {
      folders.forEach(folder -> merged.adapters.add(Adapter.read(folder, config)));
      return merged;
    } catch (RuntimeException e) {
      merged.close();
      throw e;
    }
  }

  /** Return the weights; valid until this closes. */
  public WeightSource source() {
    return ChangedWeights.of(stored, this::folded);
  }

  private Tensor folded(String name, Tensor tensor) {
    Tensor folded = tensor;
    for (Adapter adapter : adapters) {
      folded = adapter.folded(name, folded);
    }
    return folded;
  }

  @Override
  public void close() {
    adapters.forEach(Adapter::close);
  }
}
