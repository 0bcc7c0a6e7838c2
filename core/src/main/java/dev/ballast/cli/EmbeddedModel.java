package dev.ballast.cli;

import dev.ballast.json.OutsideMissing;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The model that ships with Ballast, unpacked once into the cache folder. */
final class EmbeddedModel {
  private static final String RESOURCES = "/dev/ballast/embedded/";
  private static final List<String> FILES =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "model.safetensors");

  private EmbeddedModel() {}

  /** Return a checkpoint folder, named by the hash of its content so that builds do not mix. */
  static Path folder(Path cache) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    StringBuilder hashes = new StringBuilder();
    for (String name : FILES) {
      byte[] bytes = read(name);
      files.put(name, bytes);
      hashes.append(Hashes.of(bytes));
    }
    Path folder = cache.resolve("embedded-" + Hashes.of(hashes.toString()).substring(0, 12));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      if (!isWhole(target, file.getValue().length)) {
        AtomicFile.write(target, file.getValue());
      }
    }
    return folder;
  }

  private static boolean isWhole(Path file, long bytes) {
    try {
      return Files.exists(file) && Files.size(file) == bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = EmbeddedModel.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new OutsideMissing(
            "this build carries no embedded model (" + name + " is not in the jar)",
            "rebuild it: ./ballast embedded --config recipes/embedded.yaml");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedded model", e);
    }
  }
}
