package dev.ballast.data;

/** A safety bit of one answer, as its source labels it. */
public enum Safety {
  SAFE,
  UNSAFE,
  /** The source does not say; losses that need the bit refuse the row. */
  UNKNOWN;

  /** Return the bit as a label. */
  static Safety of(boolean safe) {
    return safe ? SAFE : UNSAFE;
  }
}
