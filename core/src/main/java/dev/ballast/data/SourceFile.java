package dev.ballast.data;

import java.nio.file.Path;

/**
 * A file and what rows call it.
 *
 * @param name as the recipe names it, so that records do not depend on where the data lie
 */
record SourceFile(Path path, String name) {
  /** Return the file's name without folder and suffixes. */
  String stem() {
    String last = TextFile.name(path);
    int dot = last.indexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
