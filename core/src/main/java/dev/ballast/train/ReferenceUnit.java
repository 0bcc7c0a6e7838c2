package dev.ballast.train;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Pairs that were scored in one pass, under the hash of all their tokens: neighbours in a pass may
 * change a row's last bits, so a row is found again only beside the same ones.
 *
 * @param hash sha256 in hex
 */
record ReferenceUnit(String hash, List<ReferenceRow> rows) {
  private static final int HASH = 32;

  /** Bytes of the smallest unit: hash, number of rows, one row of two completions. */
  static final int LEAST = HASH + Integer.BYTES + 2 * Integer.BYTES + 2 * Double.BYTES;

  ReferenceUnit {
    rows = List.copyOf(rows);
  }

  /** Hash the tokens of pairs that are scored together. */
  static String hashOf(List<EncodedPair> pairs) {
    RowHash hash = new RowHash();
    for (EncodedPair pair : pairs) {
      hash.add(pair.prompt()).add(pair.chosen()).add(pair.rejected());
    }
    return hash.hex();
  }

  /** Return hash, number of rows, the lengths of each, then all log-probs; big-endian. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size());
    bytes.put(HexFormat.of().parseHex(hash)).putInt(rows.size());
    for (ReferenceRow row : rows) {
      bytes.putInt(row.chosen().length).putInt(row.rejected().length);
    }
    for (ReferenceRow row : rows) {
      put(row.chosen(), bytes);
      put(row.rejected(), bytes);
    }
    return bytes.array();
  }

  private int size() {
    int size = HASH + Integer.BYTES;
    for (ReferenceRow row : rows) {
      int tokens = Math.addExact(row.chosen().length, row.rejected().length);
      size = Math.addExact(size, 2 * Integer.BYTES + Math.multiplyExact(tokens, Double.BYTES));
    }
    return size;
  }

  /** Read what {@link #bytes} wrote; empty where the lengths do not add up. */
  static Optional<ReferenceUnit> parse(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    byte[] hash = new byte[HASH];
    bytes.get(hash);
    int count = bytes.getInt();
    if (count < 1 || count > bytes.remaining() / (2 * Integer.BYTES)) {
      return Optional.empty();
    }
    int[] lengths = new int[2 * count];
    long tokens = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = bytes.getInt();
      if (lengths[i] < 1) {
        return Optional.empty();
      }
      tokens += lengths[i];
    }
    if (tokens * Double.BYTES != bytes.remaining()) {
      return Optional.empty();
    }
    List<ReferenceRow> rows = new ArrayList<>();
    for (int i = 0; i < lengths.length; i += 2) {
      rows.add(new ReferenceRow(doubles(bytes, lengths[i]), doubles(bytes, lengths[i + 1])));
    }
    return Optional.of(new ReferenceUnit(HexFormat.of().formatHex(hash), rows));
  }

  private static void put(double[] values, ByteBuffer into) {
    for (double value : values) {
      into.putDouble(value);
    }
  }

  private static double[] doubles(ByteBuffer bytes, int length) {
    double[] values = new double[length];
    bytes.asDoubleBuffer().get(values);
    bytes.position(bytes.position() + length * Double.BYTES);
    return values;
  }
}
