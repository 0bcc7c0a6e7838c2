package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Refuses a place that cannot be written before the work, not after it. */
final class Places {
  private Places() {}

  /**
   * Look whether a file can be written; writes nothing.
   *
   * @throws BadInput when a folder has the name
   * @throws OutsideMissing when its folder cannot be made or written
   */
  static void file(Path file) {
    if (Files.isDirectory(file)) {
      throw BadInput.of("a folder, where a file is wanted")
          .file(file)
          .key("--output")
          .fix("name a file in it");
    }
    folder(file.toAbsolutePath().resolveSibling(""), file);
  }

  /**
   * Look whether a folder can be made and written; writes nothing.
   *
   * @throws OutsideMissing when it cannot
   */
  static void folder(Path folder) {
    folder(folder.toAbsolutePath(), folder);
  }

  private static void folder(Path wanted, Path named) {
    Path nearest =
        Stream.iterate(wanted, Path::getParent).filter(Files::exists).findFirst().orElse(wanted);
    if (!Files.isDirectory(nearest)) {
      throw new OutsideMissing(
          "cannot write " + named + ": " + nearest + " is a file, not a folder",
          "name another place");
    }
    if (!Files.isWritable(nearest)) {
      throw new OutsideMissing(
          "cannot write " + named + ": no right to write in " + nearest,
          "name another place, or change the rights of that folder");
    }
  }
}
