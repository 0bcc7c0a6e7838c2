package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.ledger.Hashes;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Measures how fast this machine reads weights and writes files. */
final class FileRates {
  private static final int WRITTEN = 1 << 24;

  private FileRates() {}

  /** Return the seconds that reading all weights is going to take, by reading the largest ones. */
  static double reading(Checkpoint checkpoint) {
    WeightSource weights = checkpoint.weights();
    List<String> largest =
        weights.names().stream()
            .sorted(Comparator.comparingLong((String name) -> -weights.entry(name).numel()))
            .limit(3)
            .toList();
    long all = weights.names().stream().mapToLong(name -> weights.entry(name).numel()).sum();
    long read = 0;
    long start = System.nanoTime();
    for (String name : largest) {
      try (Scope _ = Scope.open()) {
        Tensor tensor = weights.read(name).to(Dtype.F32);
        read += tensor.numel();
      }
    }
    return seconds(start) * all / Math.max(1, read);
  }

  /** Return the seconds that writing a byte and hashing it take. */
  static double writingByte() {
    try {
      Path file = Files.createTempFile("ballast-plan", ".bin");
      try {
        long start = System.nanoTime();
        Files.write(file, new byte[WRITTEN]);
        var _ = Hashes.of(file);
        return seconds(start) / WRITTEN;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file", e);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
