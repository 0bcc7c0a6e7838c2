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
 * Keys and values of rows that are being continued together, and their tokens.
 *
 * <p>Rows end at the same slot, so that one step writes one slot for all; a shorter row begins
 * later, and the slots before it are masked. Positions are in the keys already, so that slots mean
 * nothing; but since the newest token of every row is in the last slot, what a window lets it see
 * is the same last slots for all rows.
 */
public final class KvCache implements AutoCloseable {
  private static final int BLOCK = 64;

  /** Adds to the scores of slots that a row does not have; finite, so that no row of -∞ is NaN. */
  private static final float HIDDEN = -1e30f;

  private final ModelConfig config;
  private final Placement placement;
  private final Owned owner = new Owned();
  private final List<Tensor> keys = new ArrayList<>();
  private final List<Tensor> values = new ArrayList<>();
  private int[] lengths;
  private int[][] tokens;
  private int used;
  private int capacity;
  private Optional<Tensor> mask = Optional.empty();

  /**
   * @param rows tokens of each row, none of them written yet
   */
  KvCache(ModelConfig config, Placement placement, List<int[]> rows) {
    this.config = config;
    this.placement = placement;
    lengths = rows.stream().mapToInt(row -> row.length).toArray();
    tokens = rows.stream().map(int[]::clone).toArray(int[][]::new);
    used = Arrays.stream(lengths).max().orElseThrow();
    capacity = roundUp(used + 1);
    try (Scope _ = Scope.open()) {
      for (int layer = 0; layer < config.layers(); layer++) {
        keys.add(owner.keep(empty()));
        values.add(owner.keep(empty()));
      }
      remask();
    }
  }

  /** Return the number of rows. */
  public int rows() {
    return lengths.length;
  }

  /** Return the number of tokens of a row. */
  public int length(int row) {
    return lengths[row];
  }

  /** Return the tokens of a row. */
  int[] tokens(int row) {
    return Arrays.copyOf(tokens[row], lengths[row]);
  }

  /** Return the bytes held. */
  public long bytes() {
    return owner.bytes();
  }

  /** Keep only these rows, in this order. */
  public void keep(int[] rows) {
    lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
    tokens = Arrays.stream(rows).mapToObj(row -> tokens[row].clone()).toArray(int[][]::new);
    try (Scope _ = Scope.open()) {
      Tensor index = placement.device().take(Tensors.ofInts(rows));
      replaceAll(keys, old -> old.indexSelect(0, index));
      replaceAll(values, old -> old.indexSelect(0, index));
      remask();
    }
  }

  /** Return a new cache with copies of these rows, which may repeat; the caller closes it. */
  public KvCache copy(int[] rows) {
    KvCache copy =
        new KvCache(config, placement, Arrays.stream(rows).mapToObj(this::tokens).toList());
    copy.replace(IntStream.range(0, rows.length).toArray(), this, rows);
    return copy;
  }

  /**
   * Put rows of another cache in the place of rows of this one.
   *
   * @param places rows of this cache, all different
   * @param rows of the other, one a place; may repeat
   */
  public void replace(int[] places, KvCache source, int[] rows) {
    for (int i = 0; i < places.length; i++) {
      lengths[places[i]] = source.lengths[rows[i]];
      tokens[places[i]] = source.tokens(rows[i]);
    }
    int longest = Arrays.stream(lengths).max().orElseThrow();
    if (longest > used || used - longest >= BLOCK) {
      move(longest);
    }
    for (int i = 0; i < places.length; i++) {
      try (Scope _ = Scope.open()) {
        takeRow(places[i], source, rows[i]);
      }
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

  private void takeRow(int place, KvCache source, int row) {
    int from = source.used - source.lengths[row];
    for (int layer = 0; layer < keys.size(); layer++) {
      take(keys.get(layer), place, source.keys.get(layer).select(0, row), from);
      take(values.get(layer), place, source.values.get(layer).select(0, row), from);
    }
  }

  /** Copy the slots of a row of another cache that begin with {@code from}. */
  private void take(Tensor cache, int place, Tensor row, int from) {
    Tensor target = cache.select(0, place);
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
    int slot = used - lengths[row] + at;
    put(keys.get(layer), row, slot, k);
    put(values.get(layer), row, slot, v);
  }

  /** Make room for one token more in each row and return its positions. */
  int[] advance(int[] ids) {
    if (used == capacity) {
      grow();
    }
    used++;
    int[] positions = lengths.clone();
    for (int row = 0; row < ids.length; row++) {
      append(row, ids[row]);
    }
    return positions;
  }

  private void append(int row, int id) {
    if (lengths[row] == tokens[row].length) {
      tokens[row] = Arrays.copyOf(tokens[row], roundUp(lengths[row] + 1));
    }
    tokens[row][lengths[row]] = id;
    lengths[row]++;
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
    return mask.map(all -> seen(all, 3, window));
  }

  private Tensor seen(Tensor all, int dim, int window) {
    int slots = Math.min(used, window);
    return all.narrow(dim, used - slots, slots);
  }

  private static void put(Tensor cache, int row, int slot, Tensor piece) {
    cache.select(0, row).narrow(1, slot, piece.size(0)).copyInPlace(piece.transpose(0, 1));
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
      float[] values = new float[rows() * capacity];
      IntStream.range(0, rows())
          .forEach(
              row ->
                  Arrays.fill(
                      values, row * capacity, row * capacity + used - lengths[row], HIDDEN));
      Tensor made = placement.take(Tensors.ofFloats(values, rows(), 1, 1, capacity));
      mask = Optional.of(owner.keep(made));
    }
  }

  /** Zeros, not raw memory: a masked slot still enters a product, and 0 · NaN is NaN. */
  private Tensor empty() {
    return Tensors.zeros(placement, rows(), config.kvHeads(), capacity, config.headSize());
  }

  private static int roundUp(int slots) {
    return (slots + BLOCK - 1) / BLOCK * BLOCK;
  }

  @Override
  public void close() {
    owner.close();
  }
}
