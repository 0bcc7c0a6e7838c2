package dev.ballast.train;

import dev.ballast.checkpoint.Atomic;
import dev.ballast.checkpoint.Safetensors;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.ledger.Hashes;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.FusedAdamW;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folders {@code checkpoint-<step>} of a run. Each is a Hugging Face checkpoint, or a PEFT
 * adapter, with the optimiser's moments in safetensors, the state in JSON and, written last, a
 * manifest of hashes; a folder gets its name only when it is whole.
 */
record Checkpoints(Path output, ModelFiles files) {
  private static final String PREFIX = "checkpoint-";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String STATE = "ballast_state.json";
  private static final String MANIFEST = "manifest.json";

  /** Write the folder of a step. */
  Path save(TrainState state, String trainerState, Decoder model, FusedAdamW optimiser) {
    Path folder = output.resolve(PREFIX + state.step());
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
    } catch (IOException e) {
      throw cannotDelete(folder, e);
    }
    Atomic.folder(
        folder,
        part -> {
          files.writeInto(part, model);
          Safetensors.write(part.resolve(OPTIMIZER), optimiser.state(), Map.of());
          Files.writeString(part.resolve("trainer_state.json"), trainerState);
          Files.writeString(part.resolve(STATE), Json.pretty(state) + "\n");
          Files.writeString(part.resolve(MANIFEST), Json.pretty(hashes(part)) + "\n");
        });
    return folder;
  }

  /** Write the trained model, {@code output/model}. */
  Path saveModel(Decoder model) {
    Path folder = output.resolve("model");
    Atomic.folder(folder, part -> files.writeInto(part, model));
    return folder;
  }

  /** Delete the oldest folders beyond a limit. */
  void keep(int limit) {
    List<Path> folders = folders();
    for (Path old : folders.subList(Math.min(limit, folders.size()), folders.size())) {
      try {
        delete(old);
      } catch (IOException e) {
        throw cannotDelete(old, e);
      }
    }
  }

  /** Return the newest folder whose files have the hashes of its manifest. */
  Optional<Path> newestWhole(Consumer<TrainEvent> events) {
    for (Path folder : folders()) {
      Optional<String> damage = damage(folder);
      if (damage.isEmpty()) {
        return Optional.of(folder);
      }
      events.accept(new TrainEvent.PassedOver(folder, damage.get()));
    }
    return Optional.empty();
  }

  /**
   * Load weights and moments.
   *
   * @throws BadInput when the folder belongs to a run with other keys, rows or model
   */
  TrainState restore(Path folder, String fingerprint, Decoder model, FusedAdamW optimiser) {
    TrainState state = Json.decode(text(folder.resolve(STATE)), TrainState.class);
    if (!state.fingerprint().equals(fingerprint)) {
      throw BadInput.of(
              "this checkpoint belongs to a run with another configuration, data or model")
          .file(folder)
          .fix("name another output_dir, or delete the old run");
    }
    try (WeightSource saved = files.weights(folder);
        Safetensors moments = Safetensors.read(folder.resolve(OPTIMIZER));
        Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      model.parameters().forEach((name, weight) -> weight.copyInPlace(saved.read(name)));
      optimiser.restore(moments::read, state.step());
    }
    return state;
  }

  private static Map<String, Object> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      list.forEach(file -> hashes.put(String.valueOf(file.getFileName()), Hashes.of(file)));
    }
    return new LinkedHashMap<>(Map.of("sha256", hashes));
  }

  private static Optional<String> damage(Path folder) {
    if (!Files.exists(folder.resolve(MANIFEST))) {
      return Optional.of("it has no " + MANIFEST);
    }
    return Json.tree(text(folder.resolve(MANIFEST)))
        .path("sha256")
        .propertyStream()
        .filter(
            entry -> {
              Path file = folder.resolve(entry.getKey());
              return !Files.exists(file) || !Hashes.of(file).equals(entry.getValue().asString());
            })
        .map(entry -> entry.getKey() + " is missing or differs from the manifest")
        .findFirst();
  }

  /** Return the folders, newest step first. */
  private List<Path> folders() {
    if (!Files.isDirectory(output)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(output)) {
      return list.filter(path -> number(path) >= 0)
          .sorted(Comparator.comparingLong(Checkpoints::number).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + output, e);
    }
  }

  private static long number(Path folder) {
    String name = String.valueOf(folder.getFileName());
    String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : -1;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    // The manifest goes first: what is left of a broken deletion is never taken for whole.
    Files.deleteIfExists(folder.resolve(MANIFEST));
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static OutsideMissing cannotDelete(Path folder, IOException e) {
    return new OutsideMissing("cannot delete " + folder, "check the rights of the folder", e);
  }
}
