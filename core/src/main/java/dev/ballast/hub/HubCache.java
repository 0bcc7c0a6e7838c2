package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cache that Hugging Face's tools share: {@code models--org--name/refs/REVISION} holds a
 * commit, {@code snapshots/COMMIT} its files, which are links into {@code blobs}.
 */
public record HubCache(Path root) {
  private static final int LONGEST_REF = 100;

  /** Find the cache as Hugging Face's tools do, from the environment and the home folder. */
  public static HubCache of(Map<String, String> environment, Path home) {
    return new HubCache(
        Surroundings.path(environment, "HF_HUB_CACHE", home)
            .or(() -> Surroundings.path(environment, "HUGGINGFACE_HUB_CACHE", home))
            .orElseGet(() -> Surroundings.hfHome(environment, home).resolve("hub")));
  }

  /**
   * Return what to open of a model: the folder of its files, or the GGUF file when it holds one and
   * no other weights.
   *
   * @throws BadInput when the model is not in the cache, or holds several GGUF files
   */
  public Path model(HubId id) {
    Path folder = folder(RepoKind.MODEL, id);
    boolean whole =
        Stream.of(Selection.WEIGHTS, Selection.INDEX, Selection.ADAPTER_CONFIG)
            .anyMatch(name -> Files.exists(folder.resolve(name)));
    List<Path> ggufs = whole ? List.of() : ggufs(folder);
    if (ggufs.size() > 1) {
      String names = ggufs.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw BadInput.of("several GGUF files of " + id + " are in the cache")
          .file(folder)
          .fix("name one by its path: " + names);
    }
    return ggufs.isEmpty() ? folder : ggufs.getFirst();
  }

  private static List<Path> ggufs(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Selection.gguf(file.toString()) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Disk.cannotRead(folder, e);
    }
  }

  /**
   * Return the folder of a repository's files.
   *
   * @throws BadInput saying where it looked, when the repository is not in the cache; naming the
   *     link, when one leads out of the cache or in a circle
   */
  public Path folder(RepoKind kind, HubId id) {
    Path cache = root.toAbsolutePath().normalize();
    Path snapshots = cache.resolve(kind.folder(id)).resolve("snapshots");
    Path snapshot = snapshots.resolve(commit(kind, id).orElse(id.revision())).normalize();
    if (!snapshots.equals(snapshot.getParent()) || !Files.isDirectory(snapshot)) {
      throw BadInput.of(id + " is not in the local Hugging Face cache")
          .file(snapshot)
          .fix(
              "fetch it with `"
                  + kind.pullCommand(id)
                  + "`, or set HF_HUB_CACHE or HF_HOME to where it is, or name a folder");
    }
    Links.of(cache, kind, id).check(snapshot);
    return snapshot;
  }

  /**
   * Return a file of a repository; empty when it is not in the cache.
   *
   * @throws BadInput when the name leads out of the snapshot
   */
  public Optional<Path> file(RepoKind kind, HubId id, String name) {
    FileName.check(name, kind.word() + " " + id);
    Path snapshots = root.resolve(kind.folder(id)).resolve("snapshots");
    if (!Files.isDirectory(snapshots)) {
      return Optional.empty();
    }
    return commit(kind, id).map(List::of).orElseGet(() -> likely(id, snapshots)).stream()
        .map(commit -> folder(kind, new HubId(id.org(), id.name(), commit)).resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Without a ref a revision is a commit; where none was named, any snapshot may be meant. */
  private static List<String> likely(HubId id, Path snapshots) {
    if (!id.revision().equals(ModelReference.MAIN)) {
      return List.of(id.revision());
    }
    try (Stream<Path> files = Files.list(snapshots)) {
      return files
          .filter(Files::isDirectory)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Disk.cannotRead(snapshots, e);
    }
  }

  private Optional<String> commit(RepoKind kind, HubId id) {
    Path refs = root.resolve(kind.folder(id)).resolve("refs");
    Path ref = refs.resolve(id.revision()).normalize();
    try {
      // Longer than a commit is no ref, and may have no end.
      if (!ref.startsWith(refs.normalize())
          || !Files.isRegularFile(ref)
          || Files.size(ref) > LONGEST_REF) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(ref).strip()).filter(c -> c.matches("[0-9a-zA-Z]{1,64}"));
    } catch (IOException e) {
      throw Disk.cannotRead(ref, e);
    }
  }
}
