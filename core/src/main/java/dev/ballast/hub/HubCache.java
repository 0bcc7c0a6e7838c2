package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The cache that Hugging Face's tools share: {@code models--org--name/refs/REVISION} holds a
 * commit, {@code snapshots/COMMIT} its files.
 */
public record HubCache(Path root) {

  /** Find the cache as Hugging Face's tools do, from the environment and the home folder. */
  public static HubCache of(Map<String, String> environment, Path home) {
    String direct = environment.getOrDefault("HF_HUB_CACHE", "");
    if (!direct.isBlank()) {
      return new HubCache(Path.of(direct));
    }
    String hugging = environment.getOrDefault("HF_HOME", "");
    if (!hugging.isBlank()) {
      return new HubCache(Path.of(hugging).resolve("hub"));
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path cache = shared.isBlank() ? home.resolve(".cache") : Path.of(shared);
    return new HubCache(cache.resolve("huggingface").resolve("hub"));
  }

  /**
   * Return the folder of a model's files.
   *
   * @throws BadInput saying where it looked, when the model is not in the cache
   */
  public Path folder(HubId id) {
    Path model = root.resolve("models--" + id.org() + "--" + id.name());
    Path snapshots = model.resolve("snapshots");
    Path snapshot = snapshots.resolve(commit(model, id).orElse(id.revision())).normalize();
    if (!snapshots.equals(snapshot.getParent()) || !Files.isDirectory(snapshot)) {
      throw BadInput.of(id + " is not in the local Hugging Face cache")
          .file(snapshot)
          .fix(
              "download it (this version of Ballast does not) with `hf download "
                  + id.org()
                  + "/"
                  + id.name()
                  + (id.revision().equals(ModelReference.MAIN)
                      ? ""
                      : " --revision " + id.revision())
                  + "`, or set HF_HUB_CACHE or HF_HOME to where it is, or name a folder");
    }
    return snapshot;
  }

  private static Optional<String> commit(Path model, HubId id) {
    Path refs = model.resolve("refs");
    Path ref = refs.resolve(id.revision()).normalize();
    if (!ref.startsWith(refs) || !Files.isRegularFile(ref)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(ref).strip()).filter(c -> c.matches("[0-9a-zA-Z]{1,64}"));
    } catch (IOException e) {
      throw new OutsideMissing("cannot read " + ref, "check the rights of the file", e);
    }
  }
}
