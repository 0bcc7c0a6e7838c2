package dev.ballast.hub;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A blob that is not whole yet; what it holds stays, so that a later run goes on from there. */
final class PartFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;

  private PartFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Open for writing behind what is kept.
   *
   * @param kept how many bytes stay
   */
  static PartFile open(Path path, long kept) {
    try {
      // No FileChannel: an interrupted thread would find it closed, and lose what came last.
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      file.setLength(kept);
      file.seek(kept);
      return new PartFile(path, file);
    } catch (IOException e) {
      throw Disk.cannotWrite(path, e);
    }
  }

  void write(byte[] bytes) {
    try {
      file.write(bytes);
    } catch (IOException e) {
      throw Disk.cannotWrite(path, e);
    }
  }

  @Override
  public void close() {
    try (file) {
      file.getFD().sync();
    } catch (IOException e) {
      throw Disk.cannotWrite(path, e);
    }
  }
}
