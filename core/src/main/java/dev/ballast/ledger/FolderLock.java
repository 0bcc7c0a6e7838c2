package dev.ballast.ledger;

import dev.ballast.json.BadInput;
import dev.ballast.json.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps a second writer out of a run's folder. */
final class FolderLock {
  private static final String FILE = ".lock";

  private FolderLock() {}

  static ProcessLock take(Path folder) {
    try {
      return ProcessLock.take(folder.resolve(FILE))
          .orElseThrow(
              () ->
                  BadInput.of("another process is writing to this run")
                      .file(folder)
                      .fix("wait for it to end, or give another output_dir"));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(folder.resolve(FILE), e);
    }
  }
}
