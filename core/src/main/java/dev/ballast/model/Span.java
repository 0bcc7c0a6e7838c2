package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/**
 * A run of packed tokens. Tokens {@code [start, end)} see each other causally and all of {@code
 * [prefixStart, prefixEnd)}, which lies before them and is empty when both ends are equal.
 */
public record Span(int start, int end, int prefixStart, int prefixEnd) {
  public Span {
    if (start < 0 || start >= end) {
      throw new IllegalArgumentException(
          "a span needs 0 <= start < end, was " + start + ", " + end);
    }
    if (prefixStart < 0 || prefixStart > prefixEnd || prefixEnd > start) {
      throw new IllegalArgumentException(
          "a prefix needs 0 <= start <= end <= the span's start, was "
              + prefixStart
              + ", "
              + prefixEnd);
    }
  }

  /** Return a span without a prefix. */
  public static Span of(int start, int end) {
    return new Span(start, end, 0, 0);
  }

  public int length() {
    return end - start;
  }

  public int prefixLength() {
    return prefixEnd - prefixStart;
  }

  /** Return the number of tokens of the whole row, its prefix among them. */
  public int rowLength() {
    return prefixLength() + length();
  }

  public boolean hasPrefix() {
    return prefixEnd > prefixStart;
  }

  /** Tell whether another span's prefix lies in this span. */
  boolean holdsPrefixOf(Span other) {
    return start <= other.prefixStart && other.prefixEnd <= end;
  }

  /** Return where among the packed tokens one of this span's row lies, its prefix counted. */
  public int at(int position) {
    int own = position - prefixLength();
    return own < 0 ? prefixStart + position : start + own;
  }

  /** Cut this span out of packed rows (tokens, …). */
  Tensor own(Tensor packed) {
    return packed.narrow(0, start, length());
  }

  /** Cut what this span sees before itself out of packed rows; no rows where there is no prefix. */
  Tensor prefix(Tensor packed) {
    return packed.narrow(0, prefixStart, prefixLength());
  }

  /** Return the values of this span's whole row, its prefix first, out of those of all tokens. */
  public double[] gather(double[] packed) {
    double[] row = new double[rowLength()];
    System.arraycopy(packed, prefixStart, row, 0, prefixLength());
    System.arraycopy(packed, start, row, prefixLength(), length());
    return row;
  }
}
