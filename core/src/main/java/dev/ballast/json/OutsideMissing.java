package dev.ballast.json;

/** Something outside Ballast is missing (disk space, endpoint, file rights); exit code 3. */
public final class OutsideMissing extends RuntimeException {
  public OutsideMissing(String what, String fix) {
    super(what + ". Fix: " + fix);
  }

  public OutsideMissing(String what, String fix, Throwable cause) {
    super(what + ". Fix: " + fix, cause);
  }
}
