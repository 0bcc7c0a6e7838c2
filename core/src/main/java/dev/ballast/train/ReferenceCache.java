package dev.ballast.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Log-probs of frozen references on disk, a folder for each key. Every run that computes some
 * writes a file of its own there, so that no two processes ever write to one.
 *
 * @param root folder of all keys
 * @param seed draws the units that a run computes again to verify them
 */
public record ReferenceCache(Path root, ReferenceKey key, long seed) {
  /** A unit and the file that it was found in. */
  record Stored(Path file, List<ReferenceRow> rows) {}

  Path folder() {
    return root.resolve(key.hex());
  }

  /**
   * Read the wanted units, nothing else; where two processes computed one, either is as good.
   *
   * @throws dev.ballast.json.BadInput when a file is not what it should be
   */
  Map<String, Stored> read(Set<String> wanted) throws IOException {
    Map<String, Stored> found = new HashMap<>();
    for (Path file : files()) {
      ReferenceFile.read(
          file,
          key,
          unit -> {
            if (wanted.contains(unit.hash())) {
              found.putIfAbsent(unit.hash(), new Stored(file, unit.rows()));
            }
          });
    }
    return found;
  }

  /** Return the files, in one order everywhere. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(ReferenceFile.SUFFIX)).sorted().toList();
    }
  }
}
