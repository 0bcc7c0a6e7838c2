package dev.ballast.checkpoint;

import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Tensor;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Serves another source's tensors changed on the way; floating ones in F32. */
public final class ChangedWeights implements WeightSource {
  private final WeightSource source;
  private final BiFunction<String, Tensor, Tensor> change;

  private ChangedWeights(WeightSource source, BiFunction<String, Tensor, Tensor> change) {
    this.source = source;
    this.change = change;
  }

  /**
   * Change tensors when they are read.
   *
   * @param source stays its owner's
   * @param change given a name and its tensor, returns one of the same shape and dtype
   */
  public static ChangedWeights of(WeightSource source, BiFunction<String, Tensor, Tensor> change) {
    return new ChangedWeights(source, change);
  }

  @Override
  public Set<String> names() {
    return source.names();
  }

  @Override
  public TensorEntry entry(String name) {
    return SafetensorsWriter.entry(source.entry(name), Optional.of(Dtype.F32));
  }

  @Override
  public Tensor read(String name) {
    return change.apply(name, source.read(name).to(entry(name).dtype()));
  }

  @Override
  public void close() {
    // The source's owner closes it.
  }
}
