package dev.ballast.model;

import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Keys and values of neighbouring rows of about one length.
 *
 * <p>Rows end at the same slot, so that one step writes one slot for all; a shorter row begins
 * later, and the slots before it are masked. Positions are in the keys already, so that slots mean
 * nothing; but since the newest token of every row is in the last slot, what a window lets it see
 * is the same last slots for all rows.
 *
 * <p>Rows are named by their index in the whole cache.
 */
final class KvShelf implements AutoCloseable {
  private static final int BLOCK = 64;

  /** Adds to the scores of slots that a row does not have; finite, so that no row of -∞ is NaN. */
  private static final float HIDDEN = -1e30f;

  private final ModelConfig config;
  private final Placement placement;
  private final Owned owner = new Owned();
  private final List<Tensor> keys = new ArrayList<>();
  private final List<Tensor> values = new ArrayList<>();
  private int first;
  private int[] lengths;
  private int used;
  private int capacity;
  private Optional<Tensor> mask = Optional.empty();

  /**
   * @param first row of the cache that is this shelf's row 0
   * @param lengths tokens of each row, none of them written yet
   */
  KvShelf(ModelConfig config, Placement placement, int first, int[] lengths) {
    this.config = config;
    this.placement = placement;
    this.first = first;
    this.lengths = lengths.clone();
    used = longest();
    capacity = roundUp(used + 1);
    try (Scope _ = Scope.open()) {
      for (int layer = 0; layer < config.layers(); layer++) {
        keys.add(owner.keep(empty()));
        values.add(owner.keep(empty()));
      }
      remask();
    }
  }

  int rows() {
    return lengths.length;
  }

  /** Tell whether a row of the cache is here. */
  boolean holds(int row) {
    return row >= first && row < first + rows();
  }

  /** Return the slots of all rows, those that are masked among them. */
  long slots() {
    return (long) rows() * used;
  }

  long bytes() {
    return owner.bytes();
  }

  /** Cut this shelf's rows out of those of the whole cache (rows, …). */
  Tensor own(Tensor ofAll) {
    return ofAll.size(0) == rows() ? ofAll : ofAll.narrow(0, first, rows());
  }

  /**
   * Keep only these rows.
   *
   * @param start what the first of them is called from now on
   * @param rows distinct and in order
   */
  void keep(int start, int[] rows) {
    int[] places = Arrays.stream(rows).map(row -> row - first).toArray();
    first = start;
    if (places.length == rows()) {
      return;
    }
    lengths = Arrays.stream(places).map(place -> lengths[place]).toArray();
    try (Scope _ = Scope.open()) {
      Tensor index = placement.device().take(Tensors.ofInts(places));
      replaceAll(keys, old -> old.indexSelect(0, index));
      replaceAll(values, old -> old.indexSelect(0, index));
      remask();
    }
  }

  /** Give rows other lengths; what they hold is written afterwards. */
  void resize(int[] rows, int[] tokens) {
    for (int i = 0; i < rows.length; i++) {
      lengths[rows[i] - first] = tokens[i];
    }
    int longest = longest();
    if (longest > used || used - longest >= BLOCK) {
      move(longest);
    }
    try (Scope _ = Scope.open()) {
      remask();
    }
  }

  /** Let the rows end at another slot; none of them begins before the first one then. */
  private void move(int end) {
    int kept = Math.min(used, end);
    int from = used - kept;
    capacity = roundUp(end + 1);
    UnaryOperator<Tensor> moved =
        old -> {
          Tensor fresh = empty();
          fresh.narrow(2, end - kept, kept).copyInPlace(old.narrow(2, from, kept));
          return fresh;
        };
    replaceAll(keys, moved);
    replaceAll(values, moved);
    used = end;
  }

  /** Copy a row of another shelf, of the length that this row has. */
  void take(int row, KvShelf source, int other) {
    int place = other - source.first;
    int from = source.used - source.lengths[place];
    for (int layer = 0; layer < keys.size(); layer++) {
      take(keys.get(layer), row - first, source.keys.get(layer).select(0, place), from);
      take(values.get(layer), row - first, source.values.get(layer).select(0, place), from);
    }
  }

  /** Copy the slots of a row of another shelf that begin with {@code from}. */
  private void take(Tensor shelf, int place, Tensor row, int from) {
    Tensor target = shelf.select(0, place);
    int start = used - lengths[place];
    // What the row before has left there is masked, and must not be NaN either.
    target.narrow(1, 0, start).fillInPlace(0);
    target.narrow(1, start, lengths[place]).copyInPlace(row.narrow(1, from, lengths[place]));
  }

  /**
   * Write a piece of one row's prompt.
   *
   * @param at the row's token that the piece begins with
   * @param k (tokens, kvHeads, headSize), as {@code v}
   */
  void writePrompt(int layer, int row, int at, Tensor k, Tensor v) {
    int place = row - first;
    int slot = used - lengths[place] + at;
    put(keys.get(layer), place, slot, k);
    put(values.get(layer), place, slot, v);
  }

  /** Make room for one token more in each row. */
  void advance() {
    if (used == capacity) {
      grow();
    }
    used++;
    for (int row = 0; row < lengths.length; row++) {
      lengths[row]++;
    }
  }

  /** Write the newest slot; {@code k} and {@code v} are (rows, kvHeads, headSize). */
  void writeStep(int layer, Tensor k, Tensor v) {
    keys.get(layer).select(2, used - 1).copyInPlace(k);
    values.get(layer).select(2, used - 1).copyInPlace(v);
  }

  /** Return (rows, kvHeads, slots, headSize) of the slots that a window ends with. */
  Tensor keys(int layer, int window) {
    return seen(keys.get(layer), 2, window);
  }

  /** Return (rows, kvHeads, slots, headSize) of the slots that a window ends with. */
  Tensor values(int layer, int window) {
    return seen(values.get(layer), 2, window);
  }

  /**
   * Return what to add to the scores, (rows, 1, 1, slots), of the slots that a window ends with;
   * empty when all rows are equally long.
   */
  Optional<Tensor> mask(int window) {
    // A copy begins where memory is aligned. Kernels of a GPU read several numbers at a time and
    // fail on an address in between; PyTorch looks at the strides of a mask only.
    return mask.map(all -> used <= window ? seen(all, 3, window) : seen(all, 3, window).copy());
  }

  private Tensor seen(Tensor all, int dim, int window) {
    int slots = Math.min(used, window);
    return all.narrow(dim, used - slots, slots);
  }

  private static void put(Tensor shelf, int place, int slot, Tensor piece) {
    shelf.select(0, place).narrow(1, slot, piece.size(0)).copyInPlace(piece.transpose(0, 1));
  }

  private void grow() {
    capacity = roundUp(capacity + capacity / 2);
    try (Scope _ = Scope.open()) {
      replaceAll(keys, this::larger);
      replaceAll(values, this::larger);
      remask();
    }
  }

  private Tensor larger(Tensor old) {
    Tensor bigger = empty();
    bigger.narrow(2, 0, used).copyInPlace(old.narrow(2, 0, used));
    return bigger;
  }

  private void replaceAll(List<Tensor> tensors, UnaryOperator<Tensor> change) {
    for (int layer = 0; layer < tensors.size(); layer++) {
      Tensor old = tensors.get(layer);
      try (Scope _ = Scope.open()) {
        tensors.set(layer, owner.keep(change.apply(old)));
      }
      owner.free(old);
    }
  }

  private void remask() {
    mask.ifPresent(owner::free);
    mask = Optional.empty();
    if (Arrays.stream(lengths).anyMatch(n -> n != used)) {
      float[] hidden = new float[rows() * capacity];
      IntStream.range(0, rows())
          .forEach(
              row ->
                  Arrays.fill(
                      hidden, row * capacity, row * capacity + used - lengths[row], HIDDEN));
      Tensor made = placement.take(Tensors.ofFloats(hidden, rows(), 1, 1, capacity));
      mask = Optional.of(owner.keep(made));
    }
  }

  /** Zeros, not raw memory: a masked slot still enters a product, and 0 · NaN is NaN. */
  private Tensor empty() {
    return Tensors.zeros(placement, rows(), config.kvHeads(), capacity, config.headSize());
  }

  private int longest() {
    return Arrays.stream(lengths).max().orElseThrow();
  }

  private static int roundUp(int slots) {
    return (slots + BLOCK - 1) / BLOCK * BLOCK;
  }

  @Override
  public void close() {
    owner.close();
  }
}
