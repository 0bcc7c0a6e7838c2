package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks where the links of a snapshot lead. A cache may come from elsewhere, and a link out of it
 * would make a model of any file of this machine.
 *
 * @param cache its real path: where a link may lead
 * @param repository the real path of the repository's folder, which may lie on another disk
 */
record Links(Path cache, Path repository, RepoKind kind, HubId id) {

  /** Begin for a folder of a cache. */
  static Links of(Path cache, RepoKind kind, HubId id) {
    Path folder = cache.resolve(kind.folder(id));
    try {
      return new Links(cache.toRealPath(), folder.toRealPath(), kind, id);
    } catch (IOException e) {
      throw Disk.cannotRead(folder, e);
    }
  }

  /**
   * Check every link of a snapshot.
   *
   * @throws BadInput naming the first that leads out, leads nowhere, or goes in a circle
   */
  void check(Path snapshot) {
    try (Stream<Path> files = Files.walk(inside(snapshot).orElse(snapshot))) {
      files.filter(Files::isSymbolicLink).forEach(this::checkLink);
    } catch (IOException | UncheckedIOException e) {
      throw Disk.cannotRead(snapshot, e);
    }
  }

  private void checkLink(Path link) {
    String name = String.valueOf(link.getFileName());
    if (inside(link).isEmpty() && kind == RepoKind.MODEL && Selection.reads(name)) {
      throw BadInput.of("a link to a file that is not there").file(link).fix(again());
    }
  }

  /**
   * Follow a link; empty when nothing is where it leads.
   *
   * @throws BadInput when it leads out of the cache or in a circle
   */
  Optional<Path> inside(Path link) {
    Path target;
    try {
      target = link.toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw Disk.cannotRead(link, e);
    } catch (FileSystemException e) {
      throw BadInput.of("a link in the cache that cannot be followed, it goes in a circle")
          .file(link)
          .fix("delete it, then " + again())
          .because(e);
    } catch (IOException e) {
      throw Disk.cannotRead(link, e);
    }
    if (!target.startsWith(cache) && !target.startsWith(repository)) {
      throw BadInput.of("a link that leads out of the cache")
          .file(link)
          .value(target)
          .fix("delete it, then " + again());
    }
    return Optional.of(target);
  }

  private String again() {
    return kind.pullCommand(id);
  }
}
