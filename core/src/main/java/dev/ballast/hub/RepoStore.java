package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import dev.ballast.json.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The writing side of a repository's folder in the cache: {@code blobs/ETAG} holds content, {@code
 * snapshots/COMMIT/FILE} is a relative link to it, {@code refs/REVISION} holds a commit.
 *
 * @param cache absolute
 */
record RepoStore(Path cache, RepoKind kind, HubId id) {
  private static final String UNFINISHED = ".incomplete";

  static RepoStore of(HubCache cache, Repository repository) {
    return new RepoStore(
        cache.root().toAbsolutePath().normalize(), repository.kind(), repository.id());
  }

  /** Make the folders. */
  void prepare() {
    Path blobs = folder().resolve("blobs");
    try {
      Files.createDirectories(folder());
      makeFolder(blobs);
    } catch (IOException e) {
      throw Disk.cannotWrite(blobs, e);
    }
  }

  Path folder() {
    return cache.resolve(kind.folder(id));
  }

  Path snapshot(String commit) {
    return folder().resolve("snapshots").resolve(commit);
  }

  Path blob(RemoteFile file) {
    return folder().resolve("blobs").resolve(file.etag());
  }

  /** Return where a blob grows; the name is the one that Python's hub client used. */
  Path part(RemoteFile file) {
    return folder().resolve("blobs").resolve(file.etag() + UNFINISHED);
  }

  ProcessLock lock(RemoteFile file) {
    Path locks = cache.resolve(".locks").resolve(kind.folder(id));
    return BlobLock.take(locks.resolve(file.etag() + ".lock"), file.name());
  }

  /** Return how many bytes an earlier try left. */
  long held(RemoteFile file) {
    Path part = part(file);
    try {
      return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw Disk.cannotRead(part, e);
    }
  }

  /** Return what is wrong with a blob that is there; empty when nothing is. */
  Optional<String> fault(RemoteFile file) {
    Path blob = blob(file);
    try {
      long size = Files.size(blob);
      return size == file.size()
          ? file.checksum().flatMap(checksum -> checksum.mismatch(blob))
          : Optional.of("it has " + size + " bytes, not " + file.size());
    } catch (IOException e) {
      throw Disk.cannotRead(blob, e);
    }
  }

  /** Give a whole blob its name. */
  void keep(RemoteFile file) {
    try {
      Files.move(
          part(file),
          blob(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.cannotWrite(blob(file), e);
    }
  }

  /**
   * Make a file of a snapshot a link to its blob.
   *
   * @throws OutsideMissing when the file system has no links
   */
  void link(String commit, RemoteFile file) {
    Path pointer = pointer(commit, file.name());
    Path folder = pointer.resolveSibling("");
    try {
      makeFolder(folder);
      Path target = folder.relativize(blob(file));
      if (Files.isSymbolicLink(pointer) && Files.readSymbolicLink(pointer).equals(target)) {
        return;
      }
      Files.deleteIfExists(pointer);
      Files.createSymbolicLink(pointer, target);
    } catch (UnsupportedOperationException e) {
      throw new OutsideMissing(
          "this file system has no symbolic links: " + pointer,
          "set HF_HUB_CACHE to a folder on one that has",
          e);
    } catch (IOException e) {
      throw Disk.cannotWrite(pointer, e);
    }
  }

  private Path pointer(String commit, String name) {
    try {
      return snapshot(commit).resolve(name);
    } catch (InvalidPathException e) {
      throw new OutsideMissing(
          "a file name that this system cannot write: " + name, "set LC_ALL=C.UTF-8", e);
    }
  }

  /** Let a branch or tag mean a commit; a commit means itself. */
  void ref(String commit) {
    if (id.revision().equals(commit)) {
      return;
    }
    Path refs = folder().resolve("refs");
    Path ref = refs.resolve(id.revision()).normalize();
    if (!ref.startsWith(refs)) {
      throw BadInput.of("a revision that leads to another folder").value(id.revision());
    }
    Path part = ref.resolveSibling("." + ref.getFileName() + ".part");
    try {
      makeFolder(ref.resolveSibling(""));
      Files.writeString(part, commit);
      Files.move(part, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Disk.cannotWrite(ref, e);
    }
  }

  /**
   * Refuse to begin what the disk cannot hold.
   *
   * @throws OutsideMissing when the files are larger than the free space
   */
  void requireSpace(Collection<RemoteFile> files) {
    double wanted = files.stream().mapToDouble(file -> file.size() - (double) held(file)).sum();
    // Not by the file store: in some containers it cannot be found. 0: the system does not tell.
    long free = folder().toFile().getUsableSpace();
    if (free > 0 && wanted > free) {
      String room = Sizes.text((long) wanted) + " are to come, " + Sizes.text(free) + " are free";
      throw new OutsideMissing(
          room + " in " + cache, "make room, or set HF_HUB_CACHE to a folder on another disk");
    }
  }

  /** Make a folder, but through no link that leads elsewhere. */
  private void makeFolder(Path folder) throws IOException {
    Path there =
        Stream.iterate(folder, Path::getParent).filter(Files::exists).findFirst().orElse(folder);
    var _ = Links.of(cache, kind, id).inside(there);
    Files.createDirectories(folder);
  }
}
