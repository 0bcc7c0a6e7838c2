package dev.ballast.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where values came from, for error messages.
 *
 * @param file the name of the file, if there was one
 * @param rows key path to row in that file, from 1
 * @param overrides key paths given on the command line
 */
record Origin(Optional<String> file, Map<String, Integer> rows, Set<String> overrides) {
  boolean typed(String path) {
    return overrides.stream()
        .anyMatch(
            key -> path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "["));
  }
}
