package dev.ballast.json;

import java.io.IOException;
import java.nio.file.Path;

/** Something outside Ballast is missing (disk space, endpoint, file rights); exit code 3. */
public final class OutsideMissing extends RuntimeException {
  public OutsideMissing(String what, String fix) {
    super(what + ". Fix: " + fix);
  }

  public OutsideMissing(String what, String fix, Throwable cause) {
    super(what + ". Fix: " + fix, cause);
  }

  /** Tell that a file cannot be written; the message names the error's class, too. */
  public static OutsideMissing cannotWrite(Path file, IOException e, String fix) {
    // File system exceptions say only the path; their class says why.
    String reason = e.getClass().getSimpleName() + ", " + e.getMessage();
    return new OutsideMissing("cannot write " + file + ": " + reason, fix, e);
  }
}
