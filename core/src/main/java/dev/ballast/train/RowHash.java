package dev.ballast.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ballast.ledger.Hashes;
import java.nio.ByteBuffer;

/** Folds rows of numbers into one hash, length before content. */
final class RowHash {
  private String soFar = "";

  @CanIgnoreReturnValue
  RowHash add(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (numbers.length + 1));
    bytes.putInt(numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    soFar = Hashes.of(soFar + Hashes.of(bytes.array()));
    return this;
  }

  String hex() {
    return soFar;
  }
}
