package dev.ballast.ledger;

import dev.ballast.json.OutsideMissing;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a whole file or nothing: temporary name, flush to disk, rename. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Write a text as UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Replace a file; its folder is made if need be.
   *
   * @throws OutsideMissing when the disk is full or the folder cannot be written
   */
  public static void write(Path file, byte[] bytes) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.resolveSibling("");
    Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      // Not a FileChannel: an interrupted thread would find it closed, and lose what it finished.
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      Files.move(
          part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(folder);
    } catch (IOException e) {
      deleteQuietly(part);
      throw cannotWrite(file, e);
    }
  }

  static OutsideMissing cannotWrite(Path file, IOException e) {
    return OutsideMissing.cannotWrite(file, e, "check free space and rights, then start again");
  }

  /** Make a rename or a new name last; systems that cannot open a folder keep names themselves. */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The data itself is on disk; only the name could be lost, and only with the power.
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The first error is the one to tell; a stray temporary file is overwritten next time.
    }
  }
}
