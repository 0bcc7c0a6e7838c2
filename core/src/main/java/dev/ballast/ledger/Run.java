package dev.ballast.ledger;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.json.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's folder, open for writing by one process; what was appended is never changed. */
public final class Run implements AutoCloseable {
  private static final String MANIFEST = "manifest.json";

  private final Path folder;
  private final ProcessLock lock;
  private final EventWriter writer;
  private Manifest manifest;

  private Run(Path folder, ProcessLock lock, EventWriter writer, Manifest manifest) {
    this.folder = folder;
    this.lock = lock;
    this.writer = writer;
    this.manifest = manifest;
  }

  /** Create or resume with the system's clock. */
  public static Run open(Path folder, Manifest manifest) {
    return open(folder, manifest, InstantSource.system());
  }

  /**
   * Create a run, or resume the one with the same command, fingerprint and inputs.
   *
   * @throws BadInput when another configuration stands there, the log is damaged, or another
   *     process writes to it
   * @throws OutsideMissing when the folder cannot be written
   */
  public static Run open(Path folder, Manifest manifest, InstantSource clock) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(folder, e);
    }
    ProcessLock lock = FolderLock.take(folder);
    try {
      Manifest kept = settle(folder, manifest);
      Events events = Events.follow(folder);
      int count = events.poll().size();
      EventWriter writer =
          EventWriter.open(folder.resolve(Events.FILE), clock, count, events.length());
      AtomicFile.syncFolder(folder);
      return new Run(folder, lock, writer, kept);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Refuse what {@link #open} would refuse for its configuration, before any work; a folder without
   * a run is fine. Writes nothing.
   *
   * @throws BadInput when another configuration stands there
   */
  public static void requireSame(Path folder, Manifest now) {
    recorded(folder).ifPresent(recorded -> requireSame(folder, recorded, now));
  }

  private static void requireSame(Path folder, Manifest recorded, Manifest now) {
    List<Difference> differences = Difference.between(recorded, now);
    if (!differences.isEmpty()) {
      String shown =
          differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
      throw BadInput.of("the folder holds a run with another configuration: " + shown)
          .file(folder)
          .fix("give another output_dir, or the recorded values");
    }
  }

  private static Manifest settle(Path folder, Manifest now) {
    Optional<Manifest> recorded = recorded(folder);
    if (recorded.isEmpty()) {
      if (Files.exists(folder.resolve(Events.FILE))) {
        throw BadInput.of("a log without its manifest").file(folder).fix("use another output_dir");
      }
      AtomicFile.write(folder.resolve(MANIFEST), Json.pretty(now) + "\n");
      return now;
    }
    requireSame(folder, recorded.get(), now);
    return recorded.get();
  }

  private static Optional<Manifest> recorded(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.decode(Files.readString(file), Manifest.class));
    } catch (BadInput e) {
      throw e.file(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Read a run's manifest without opening the run.
   *
   * @throws BadInput when there is none
   */
  public static Manifest manifest(Path folder) {
    return recorded(folder)
        .orElseThrow(
            () ->
                BadInput.of("no run here: no " + MANIFEST).file(folder).fix("name a run's folder"));
  }

  /** Compare every hash in a run's manifest with the files; an empty list means all are equal. */
  public static List<Mismatch> verify(Path folder) {
    Manifest manifest = manifest(folder);
    List<Mismatch> mismatches = new ArrayList<>();
    manifest.inputs().forEach((name, hash) -> compare(name, Path.of(name), hash, mismatches));
    manifest
        .outputs()
        .forEach((name, hash) -> compare(name, folder.resolve(name), hash, mismatches));
    return List.copyOf(mismatches);
  }

  private static void compare(String name, Path path, String hash, List<Mismatch> mismatches) {
    Optional<String> found = Files.exists(path) ? Optional.of(Hashes.of(path)) : Optional.empty();
    if (!found.equals(Optional.of(hash))) {
      mismatches.add(new Mismatch(name, hash, found));
    }
  }

  /**
   * Rename a run's folder to the first free {@code folder-1}, {@code folder-2}, …, so that the same
   * command starts anew and nothing is lost.
   *
   * @throws BadInput when another process is writing to it
   */
  public static Path setAside(Path folder) {
    ProcessLock lock = FolderLock.take(folder);
    try {
      int number = 1;
      while (Files.exists(numbered(folder, number))) {
        number++;
      }
      return Files.move(folder, numbered(folder, number), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(folder, e);
    } finally {
      lock.close();
    }
  }

  private static Path numbered(Path folder, int number) {
    return folder.resolveSibling(folder.getFileName() + "-" + number);
  }

  public Path folder() {
    return folder;
  }

  /** Return the recorded manifest: after a resume, its kernels are the ones to use. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Append an event; it is on disk when this returns.
   *
   * @param v version of the body's record
   */
  public Event append(String type, int v, Object body) {
    if (manifest.sealed()) {
      throw new IllegalStateException("the run is sealed: " + folder);
    }
    return writer.append(type, v, body);
  }

  public List<Event> events() {
    return Events.read(folder);
  }

  public Stream<Event> events(String type) {
    return events().stream().filter(event -> event.type().equals(type));
  }

  /** Return the newest event of a type. */
  public Optional<Event> last(String type) {
    return events(type).reduce((first, second) -> second);
  }

  /** Name a file inside the folder. */
  public Path file(String name) {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IllegalArgumentException("not inside the run's folder: " + name);
    }
    return file;
  }

  /** Write a file of the run, whole or not at all. */
  public void write(String name, String text) {
    AtomicFile.write(file(name), text);
  }

  public void write(String name, byte[] bytes) {
    AtomicFile.write(file(name), bytes);
  }

  /** Finish: hash these files or folders and the log into the manifest; nothing can follow. */
  public void seal(List<String> outputs) {
    Map<String, String> hashes = new LinkedHashMap<>();
    Stream.concat(Stream.of(Events.FILE), outputs.stream())
        .forEach(name -> hashes.put(name, Hashes.of(file(name))));
    manifest = manifest.sealedWith(hashes);
    AtomicFile.write(folder.resolve(MANIFEST), Json.pretty(manifest) + "\n");
  }

  @Override
  public void close() {
    writer.close();
    lock.close();
  }
}
