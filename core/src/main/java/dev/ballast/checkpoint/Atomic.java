package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes under a temporary name and renames: what has its name is whole. */
public final class Atomic {
  /** Writes one file or fills one folder. */
  @FunctionalInterface
  public interface Filler {
    /** Write at the temporary path. */
    void fill(Path temporary) throws IOException;
  }

  private Atomic() {}

  /**
   * Write a file, replacing an old one.
   *
   * @throws OutsideMissing when it cannot be written; nothing is left then
   */
  public static void file(Path file, Filler filler) {
    Path absolute = file.toAbsolutePath();
    write(
        absolute,
        part -> {
          filler.fill(part);
          Files.move(
              part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  /**
   * Fill a new folder.
   *
   * @throws BadInput when a folder with files, or a file, has the name already
   * @throws OutsideMissing when it cannot be written; nothing is left then
   */
  public static void folder(Path folder, Filler filler) {
    Path absolute = folder.toAbsolutePath().normalize();
    refuseOccupied(absolute);
    write(
        absolute,
        part -> {
          Files.createDirectory(part);
          filler.fill(part);
          Files.move(
              part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  private static void write(Path target, Filler filler) {
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    boolean done = false;
    try {
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      delete(part);
      filler.fill(part);
      if (parent != null) {
        syncFolder(parent);
      }
      done = true;
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot write " + target + ": " + reason(e), "check free space and rights", e);
    } finally {
      if (!done) {
        deleteQuietly(part);
      }
    }
  }

  /** Make the new name last; systems that cannot open a folder keep names themselves. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The data is on disk; only the name could be lost, and only with the power.
    }
  }

  private static String reason(IOException e) {
    // File system exceptions say only the path; their class says why.
    String message = e.getMessage();
    return e.getClass() == IOException.class && message != null
        ? message
        : e.getClass().getSimpleName() + " " + message;
  }

  private static void refuseOccupied(Path folder) {
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
      if (files.findAny().isPresent() || Files.isRegularFile(folder)) {
        throw BadInput.of("there is something at this path already")
            .file(folder)
            .fix("name another folder, or delete this one");
      }
    } catch (IOException e) {
      throw new OutsideMissing("cannot look into " + folder, "check the rights of the folder", e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(path)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      delete(path);
    } catch (IOException e) {
      // The first error is the one to tell; the next attempt deletes what is left.
    }
  }
}
