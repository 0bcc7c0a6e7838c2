package dev.ballast.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the environment as Hugging Face's tools read it. */
final class Surroundings {
  private static final Set<String> YES = Set.of("1", "on", "yes", "true");

  private Surroundings() {}

  static boolean on(Map<String, String> environment, String key) {
    return YES.contains(environment.getOrDefault(key, "").strip().toLowerCase(Locale.ROOT));
  }

  /** Return the path that a key names; {@code ~/} is the home folder. */
  static Optional<Path> path(Map<String, String> environment, String key, Path home) {
    String text = environment.getOrDefault(key, "");
    if (text.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        text.startsWith("~/") ? home.resolve(text.substring(2).strip()) : Path.of(text));
  }

  /** Return the folder of Hugging Face's tools: {@code HF_HOME}. */
  static Path hfHome(Map<String, String> environment, Path home) {
    return path(environment, "HF_HOME", home)
        .orElseGet(
            () ->
                path(environment, "XDG_CACHE_HOME", home)
                    .orElseGet(() -> home.resolve(".cache"))
                    .resolve("huggingface"));
  }
}
