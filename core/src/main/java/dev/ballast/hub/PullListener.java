package dev.ballast.hub;

/** Hears how a pull goes; is never called by two threads at once. */
public interface PullListener {
  /**
   * Hear how many bytes have come.
   *
   * @param total bytes to come in all, as far as that is known yet
   */
  void advanced(long done, long total);

  /** Hear something that people should know. */
  void told(String line);
}
