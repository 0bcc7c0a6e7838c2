package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import dev.ballast.json.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a second Ballast from writing the same blob. */
final class BlobLock {
  private BlobLock() {}

  /**
   * Take it.
   *
   * @param name of the file, for the message
   * @throws OutsideMissing when another process has it
   */
  static ProcessLock take(Path file, String name) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      return ProcessLock.take(file)
          .orElseThrow(
              () ->
                  new OutsideMissing(
                      "another process is fetching " + name,
                      "wait for it to end, then start again"));
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
  }
}
