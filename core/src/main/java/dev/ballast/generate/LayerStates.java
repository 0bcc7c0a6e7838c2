package dev.ballast.generate;

import dev.ballast.model.LayerTap;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hidden states of a batch's rows, of the layers that are wanted. */
final class LayerStates implements LayerTap {
  private final Set<Integer> wanted;
  private final SortedMap<Integer, float[]> byLayer = new TreeMap<>();
  private int width;

  LayerStates(Set<Integer> wanted) {
    this.wanted = wanted;
  }

  @Override
  public boolean wants(int layer) {
    return wanted.contains(layer);
  }

  @Override
  public void see(int layer, Tensor states) {
    width = (int) states.size(1);
    byLayer.put(layer, states.to(Dtype.F32).toFloats());
  }

  /** Return one row's states, by layer. */
  SortedMap<Integer, float[]> row(int row) {
    SortedMap<Integer, float[]> own = new TreeMap<>();
    byLayer.forEach(
        (layer, all) -> own.put(layer, Arrays.copyOfRange(all, row * width, (row + 1) * width)));
    return Collections.unmodifiableSortedMap(own);
  }
}
