package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a second Ballast from writing the same blob; the system drops it when the process dies. */
final class BlobLock implements AutoCloseable {
  private final FileChannel channel;

  private BlobLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Take it.
   *
   * @param name of the file, for the message
   * @throws OutsideMissing when another process has it
   */
  static BlobLock take(Path file, String name) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel).isEmpty()) {
        channel.close();
        throw new OutsideMissing(
            "another process is fetching " + name, "wait for it to end, then start again");
      }
      return new BlobLock(channel);
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process.
    }
  }
}
