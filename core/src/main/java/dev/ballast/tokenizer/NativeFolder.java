package dev.ballast.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the native library is unpacked: our cache folder, never the network. */
final class NativeFolder {
  private static final String FOLDER_KEY = "ENGINE_CACHE_DIR";
  private static final String FLAVOUR_KEY = "RUST_FLAVOR";

  private NativeFolder() {}

  /**
   * Tell the native loader to stay offline and inside the cache folder, and to take the library
   * that its jar holds: where it sees a GPU it would fetch another one.
   */
  static void prepare() {
    System.setProperty("ai.djl.offline", "true");
    if (isUnset(FLAVOUR_KEY)) {
      System.setProperty(FLAVOUR_KEY, "cpu");
    }
    if (isUnset(FOLDER_KEY)) {
      System.setProperty(FOLDER_KEY, folder().toString());
    }
  }

  private static boolean isUnset(String key) {
    return System.getenv(key) == null && System.getProperty(key) == null;
  }

  private static Path folder() {
    Path home = Path.of(System.getProperty("user.home", "."));
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .orElse(home.resolve(".cache"));
    Path folder = cache.resolve("ballast").resolve("native");
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return folder;
      }
    } catch (IOException e) {
      // A home that cannot be written is common in containers: the temporary folder serves too.
    }
    return temporary();
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("ballast-native");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the native tokenizer", e);
    }
  }
}
