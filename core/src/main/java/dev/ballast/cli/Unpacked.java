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

/**
 * Files of this build that are read from a folder, unpacked once into the cache folder.
 *
 * @param name of the folder, before its hash
 * @param resources where the files lie in the jar, with a slash at the end
 * @param remedy how a build gets them
 */
record Unpacked(String name, String resources, List<String> files, String remedy) {
  static final Unpacked EMBEDDED =
      new Unpacked(
          "embedded",
          "/dev/ballast/embedded/",
          List.of(
              "config.json",
              "generation_config.json",
              "tokenizer.json",
              "tokenizer_config.json",
              "special_tokens_map.json",
              "model.safetensors"),
          "rebuild it: ./ballast embedded --config recipes/embedded.yaml");

  static final Unpacked SMALL_LM =
      new Unpacked(
          "small-lm",
          "/dev/ballast/judge/small_lm/",
          List.of("adapter_config.json", "adapter_model.safetensors"),
          "train it: docs/judges.md");

  Unpacked {
    files = List.copyOf(files);
  }

  /** Return the folder, named by the hash of its content so that builds do not mix. */
  Path folder(Path cache) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    StringBuilder hashes = new StringBuilder();
    for (String file : files) {
      byte[] bytes = read(file);
      contents.put(file, bytes);
      hashes.append(Hashes.of(bytes));
    }
    Path folder = cache.resolve(name + "-" + Hashes.of(hashes.toString()).substring(0, 12));
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
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

  private byte[] read(String file) {
    try (InputStream in = Unpacked.class.getResourceAsStream(resources + file)) {
      if (in == null) {
        throw new OutsideMissing(
            "this build carries no " + name + " model (" + file + " is not in the jar)", remedy);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + name + " model", e);
    }
  }
}
