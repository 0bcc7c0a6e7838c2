package dev.ballast.train;

import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import java.util.Arrays;
import java.util.List;

/** How rows become passes: what a step packs, without a model's weights. */
public interface Packing {
  /** Return how many rows there are. */
  int rows();

  /** Pack some rows as training does. */
  PackedTokens pack(int[] rows);

  /** Return how many tokens of some rows have a loss. */
  int targets(int[] rows);

  /** Return the tokens of some rows, as TRL's {@code num_tokens} counts them. */
  long tokens(int[] rows);

  /** Return the passes that a micro-batch is cut into. */
  List<int[]> passes(int[] rows);

  /** Describe rows of supervised fine-tuning. */
  static Packing rows(List<EncodedRow> rows, ModelConfig model) {
    return new OfRows(rows, model);
  }

  /** Describe preference pairs. */
  static Packing pairs(List<EncodedPair> pairs, ModelConfig model, PassSize size) {
    return new OfPairs(pairs, model, size);
  }

  /** Packs rows as {@link SftStep} does. */
  record OfRows(List<EncodedRow> all, ModelConfig model) implements Packing {
    @Override
    public int rows() {
      return all.size();
    }

    @Override
    public PackedTokens pack(int[] rows) {
      return EncodedRow.pack(Arrays.stream(rows).mapToObj(all::get).toList(), model);
    }

    @Override
    public int targets(int[] rows) {
      return Arrays.stream(rows).map(row -> all.get(row).learned()).sum();
    }

    @Override
    public long tokens(int[] rows) {
      return Arrays.stream(rows).mapToLong(row -> all.get(row).ids().length).sum();
    }

    @Override
    public List<int[]> passes(int[] rows) {
      return List.of(rows);
    }
  }

  /** Packs pairs as {@link PairStep} does. */
  record OfPairs(List<EncodedPair> all, ModelConfig model, PassSize size) implements Packing {
    @Override
    public int rows() {
      return all.size();
    }

    @Override
    public PackedTokens pack(int[] rows) {
      return EncodedPair.pack(Arrays.stream(rows).mapToObj(all::get).toList(), model);
    }

    @Override
    public int targets(int[] rows) {
      return Arrays.stream(rows)
          .map(row -> all.get(row).chosen().length + all.get(row).rejected().length)
          .sum();
    }

    @Override
    public long tokens(int[] rows) {
      return Arrays.stream(rows).mapToLong(row -> all.get(row).tokens()).sum();
    }

    @Override
    public List<int[]> passes(int[] rows) {
      return size.cut(rows, row -> pack(new int[] {row}).size());
    }
  }
}
