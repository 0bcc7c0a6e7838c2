package dev.ballast.model;

import java.util.stream.LongStream;

/**
 * A tensor that a checkpoint has.
 *
 * @param start what training from nothing begins with
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Parameter(long[] shape, Start start) {
  enum Start {
    ONES,
    ZEROS,
    NORMAL,
    /** Narrower: the matrix writes to the residual stream. */
    RESIDUAL
  }

  /** Return a vector. */
  static Parameter vector(long size, Start start) {
    return new Parameter(new long[] {size}, start);
  }

  static Parameter matrix(long out, long in) {
    return new Parameter(new long[] {out, in}, Start.NORMAL);
  }

  /** Return a matrix that writes to the residual stream. */
  static Parameter residual(long out, long in) {
    return new Parameter(new long[] {out, in}, Start.RESIDUAL);
  }

  /** Return the number of elements. */
  long count() {
    return LongStream.of(shape).reduce(1, (a, b) -> a * b);
  }
}
