package dev.ballast.checkpoint;

import java.util.List;

/** How a GGUF file orders the rows of a tensor, told against HF's order. */
sealed interface GgufRows {
  /** Return where a row of HF's lies in the file. */
  long inFile(long hf);

  /** Return which row of HF's lies at a place in the file. */
  long inHf(long file);

  /** Number of attention heads. */
  record Heads(int query, int keyValue) {}

  /**
   * Choose the order of one tensor, by its GGUF name.
   *
   * @param file named in errors
   * @throws dev.ballast.json.BadInput when the rows do not divide into heads
   */
  static GgufRows of(
      GgufArchitecture architecture, String name, Heads heads, List<Long> shape, Object file) {
    if (architecture == GgufArchitecture.LLAMA && name.contains(".attn_q.")) {
      return Halves.of(name, heads.query(), shape, file);
    } else if (architecture == GgufArchitecture.LLAMA && name.contains(".attn_k.")) {
      return Halves.of(name, heads.keyValue(), shape, file);
    } else if (architecture == GgufArchitecture.FALCON && name.contains(".attn_qkv.")) {
      return Groups.of(name, heads, shape, file);
    }
    return new Same();
  }

  /** HF's order. */
  record Same() implements GgufRows {
    @Override
    public long inFile(long hf) {
      return hf;
    }

    @Override
    public long inHf(long file) {
      return file;
    }
  }

  /**
   * Query and key rows of llama: within a head of size 2n, HF's row j·n + i (j = 0, 1: the half
   * that rotates) lies at 2i + j, so that the two of a rotation are neighbours.
   *
   * @param half n
   */
  record Halves(long half) implements GgufRows {
    private static Halves of(String name, int heads, List<Long> shape, Object file) {
      long rows = shape.getFirst();
      if (shape.size() > 2 || rows == 0 || rows % (2L * heads) != 0) {
        throw Bad.tensor(file, name, "needs 2 × " + heads + " × n rows").value(shape);
      }
      return new Halves(rows / heads / 2);
    }

    @Override
    public long inFile(long hf) {
      long inHead = hf % (2 * half);
      return hf - inHead + inHead % half * 2 + inHead / half;
    }

    @Override
    public long inHf(long file) {
      long inHead = file % (2 * half);
      return file - inHead + inHead % 2 * half + inHead / 2;
    }
  }

  /**
   * Fused rows of falcon: HF has groups of some query heads with their key and value head; the file
   * has all query heads, then all key heads, then all value heads.
   *
   * @param queries query heads in a group
   * @param groups key heads
   * @param size rows of a head
   */
  record Groups(long queries, long groups, long size) implements GgufRows {
    private static Groups of(String name, Heads heads, List<Long> shape, Object file) {
      long all = heads.query() + 2L * heads.keyValue();
      long rows = shape.getFirst();
      boolean uneven = rows % all != 0 || heads.query() % heads.keyValue() != 0;
      if (shape.size() > 2 || rows == 0 || uneven) {
        throw Bad.tensor(
                file,
                name,
                "needs (" + heads.query() + " + 2 × " + heads.keyValue() + ") × n rows in groups")
            .value(shape);
      }
      return new Groups(heads.query() / heads.keyValue(), heads.keyValue(), rows / all);
    }

    @Override
    public long inFile(long hf) {
      long head = hf / size;
      long group = head / (queries + 2);
      long inGroup = head % (queries + 2);
      long place = inGroup < queries ? group * queries + inGroup : inGroup * groups + group;
      return place * size + hf % size;
    }

    @Override
    public long inHf(long file) {
      long head = file / size;
      boolean query = head < queries * groups;
      long group = query ? head / queries : head % groups;
      long inGroup = query ? head % queries : head / groups;
      return (group * (queries + 2) + inGroup) * size + file % size;
    }
  }
}
