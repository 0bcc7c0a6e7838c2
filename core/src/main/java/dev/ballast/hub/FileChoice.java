package dev.ballast.hub;

import java.util.List;

/** Which files of a repository are wanted. */
public sealed interface FileChoice {
  /** Of a model what is needed to run it; of a data set all. */
  record Standard() implements FileChoice {}

  /**
   * Files whose name matches a pattern.
   *
   * @param patterns with {@code *} and {@code ?}; at least one
   */
  record Matching(List<String> patterns) implements FileChoice {
    public Matching {
      patterns = List.copyOf(patterns);
    }
  }

  /** One file. */
  record Named(String name) implements FileChoice {}
}
