package dev.ballast.organism;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The package's text files: one item a line, {@code #} for comments. */
final class Resource {
  private Resource() {}

  static List<String> lines(String name) {
    try (InputStream in =
        Optional.ofNullable(Resource.class.getResourceAsStream(name))
            .orElseThrow(() -> new IllegalStateException("missing resource " + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
