package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.file.Path;

/** The errors of files that cannot be used. */
final class Disk {
  private Disk() {}

  static OutsideMissing cannotWrite(Path path, IOException e) {
    return OutsideMissing.cannotWrite(
        path, e, "check free space and rights, then start the same command again: it goes on");
  }

  static OutsideMissing cannotRead(Path path, Exception e) {
    return new OutsideMissing(
        "cannot read " + path + ": " + reason(e), "check the rights of the file", e);
  }

  /** File system exceptions say only the path; their class says why. */
  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + ", " + e.getMessage();
  }
}
