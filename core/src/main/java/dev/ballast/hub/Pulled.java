package dev.ballast.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What a pull brought.
 *
 * @param commit what the revision is
 * @param path what other verbs open: the snapshot's folder, or the one GGUF file
 */
public record Pulled(String commit, Path path, List<PulledFile> files) {
  /** Whether bytes came, or were there. */
  public enum State {
    FETCHED,
    CACHED
  }

  /**
   * A file of the snapshot.
   *
   * @param etag the hub's name for its content: SHA-256 of large files, git's SHA-1 of small ones
   */
  public record PulledFile(String name, long bytes, String etag, State state) {}

  public Pulled {
    files = List.copyOf(files);
  }
}
