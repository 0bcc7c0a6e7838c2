package dev.ballast.model;

import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of rows that are being continued together, and their tokens. Neighbours of about
 * one length share a shelf: one long row does not make all others as long.
 */
public final class KvCache implements AutoCloseable {
  private static final int BLOCK = 64;

  private final ModelConfig config;
  private final Placement placement;
  private List<KvShelf> shelves;
  private int[] lengths;
  private int[][] tokens;

  /**
   * @param rows tokens of each row, none of them written yet
   */
  KvCache(ModelConfig config, Placement placement, List<int[]> rows) {
    this.config = config;
    this.placement = placement;
    lengths = rows.stream().mapToInt(row -> row.length).toArray();
    tokens = rows.stream().map(int[]::clone).toArray(int[][]::new);
    shelves = shelve();
  }

  /** Make empty shelves for rows of these lengths. */
  private List<KvShelf> shelve() {
    List<KvShelf> made = new ArrayList<>();
    for (Shelving.Run run : Shelving.of(lengths)) {
      int[] own = Arrays.copyOfRange(lengths, run.first(), run.first() + run.rows());
      made.add(new KvShelf(config, placement, run.first(), own));
    }
    return made;
  }

  private KvShelf shelf(int row) {
    return shelves.stream().filter(shelf -> shelf.holds(row)).findFirst().orElseThrow();
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
    return shelves.stream().mapToLong(KvShelf::bytes).sum();
  }

  /** Return the shelves, in the order of their rows. */
  List<KvShelf> shelves() {
    return shelves;
  }

  /** Keep only these rows, in this order; one may be kept more than once. */
  public void keep(int[] rows) {
    if (IntStream.range(1, rows.length).allMatch(i -> rows[i - 1] < rows[i])) {
      drop(rows);
    } else {
      rebuild(rows);
    }
  }

  /** Keep some rows, in the order that they have, on the shelves that they are on. */
  private void drop(int[] rows) {
    List<KvShelf> left = new ArrayList<>();
    int first = 0;
    for (KvShelf shelf : shelves) {
      int[] own = Arrays.stream(rows).filter(shelf::holds).toArray();
      if (own.length == 0) {
        shelf.close();
      } else {
        shelf.keep(first, own);
        first += own.length;
        left.add(shelf);
      }
    }
    shelves = left;
    reorder(lengths, tokens, rows);
  }

  private void reorder(int[] oldLengths, int[][] oldTokens, int[] rows) {
    lengths = Arrays.stream(rows).map(row -> oldLengths[row]).toArray();
    tokens = Arrays.stream(rows).mapToObj(row -> oldTokens[row].clone()).toArray(int[][]::new);
  }

  private void rebuild(int[] rows) {
    try (KvCache old = new KvCache(this)) {
      reorder(old.lengths, old.tokens, rows);
      shelves = List.of();
      shelves = shelve();
      take(IntStream.range(0, rows.length).toArray(), old, rows);
    }
  }

  /** Take over what another cache holds, which is to be filled anew. */
  private KvCache(KvCache other) {
    config = other.config;
    placement = other.placement;
    shelves = other.shelves;
    lengths = other.lengths;
    tokens = other.tokens;
  }

  /** Return a new cache with copies of these rows, which may repeat; the caller closes it. */
  public KvCache copy(int[] rows) {
    KvCache copy =
        new KvCache(config, placement, Arrays.stream(rows).mapToObj(this::tokens).toList());
    copy.take(IntStream.range(0, rows.length).toArray(), this, rows);
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
    for (KvShelf shelf : shelves) {
      int[] changed = Arrays.stream(places).filter(shelf::holds).toArray();
      if (changed.length > 0) {
        shelf.resize(changed, Arrays.stream(changed).map(row -> lengths[row]).toArray());
      }
    }
    take(places, source, rows);
    long slots = shelves.stream().mapToLong(KvShelf::slots).sum();
    if (slots > 2 * Shelving.slots(lengths, Shelving.of(lengths))) {
      rebuild(IntStream.range(0, rows()).toArray());
    }
  }

  /** Copy rows of another cache, of the lengths that the places have. */
  private void take(int[] places, KvCache source, int[] rows) {
    for (int i = 0; i < places.length; i++) {
      try (Scope _ = Scope.open()) {
        shelf(places[i]).take(places[i], source.shelf(rows[i]), rows[i]);
      }
    }
  }

  /**
   * Write a piece of one row's prompt.
   *
   * @param at the row's token that the piece begins with
   * @param k (tokens, kvHeads, headSize), as {@code v}
   */
  void writePrompt(int layer, int row, int at, Tensor k, Tensor v) {
    shelf(row).writePrompt(layer, row, at, k, v);
  }

  /** Make room for one token more in each row and return its positions. */
  int[] advance(int[] ids) {
    shelves.forEach(KvShelf::advance);
    int[] positions = lengths.clone();
    for (int row = 0; row < ids.length; row++) {
      append(row, ids[row]);
    }
    return positions;
  }

  private void append(int row, int id) {
    if (lengths[row] == tokens[row].length) {
      tokens[row] = Arrays.copyOf(tokens[row], lengths[row] + BLOCK);
    }
    tokens[row][lengths[row]] = id;
    lengths[row]++;
  }

  @Override
  public void close() {
    shelves.forEach(KvShelf::close);
  }
}
