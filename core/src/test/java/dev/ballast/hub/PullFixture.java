package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Pulls {@code org/name} from a {@link TestHub} into a cache of its own; nothing really waits. */
final class PullFixture implements PullListener {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final TestHub hub;
  final Path root;
  final Map<String, String> environment = new HashMap<>();
  final List<Duration> rests = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  long done;
  long total;
  private Duration answer = Duration.ofSeconds(20);
  private Duration stall = Duration.ofSeconds(20);

  PullFixture(TestHub hub, Path root) {
    this.hub = hub;
    this.root = root;
    environment.put("HF_ENDPOINT", hub.url());
    environment.put("HF_HUB_CACHE", cache().root().toString());
  }

  /** Wait no longer than this for the head of an answer, and for its bytes. */
  void waiting(Duration newAnswer, Duration newStall) {
    answer = newAnswer;
    stall = newStall;
  }

  HubCache cache() {
    return new HubCache(root.resolve("cache"));
  }

  Path repository() {
    return cache().root().resolve("models--org--name");
  }

  Path snapshot() {
    return repository().resolve("snapshots").resolve(TestHub.COMMIT);
  }

  Path part(byte[] content) {
    return repository().resolve("blobs").resolve(TestHub.sha256(content) + ".incomplete");
  }

  /** Leave the beginning of a large file, as an interrupted run does. */
  void leave(byte[] content, byte[] beginning) {
    try {
      Files.createDirectories(repository().resolve("blobs"));
      Files.write(part(content), beginning);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Pulled pull() {
    return pull("org/name", new FileChoice.Standard());
  }

  Pulled pull(String id, FileChoice choice) {
    return pull(new PullRequest(RepoKind.MODEL, ModelReference.hubId(id), choice, 4));
  }

  Pulled pull(PullRequest request) {
    Patience patience = new Patience(answer, stall, 5, rests::add, InstantSource.fixed(NOW));
    return Hub.of(environment, root, patience).pull(request, this);
  }

  /** Pull what must fail, and return the message. */
  String refused() {
    return refused("org/name", new FileChoice.Standard());
  }

  String refused(String id, FileChoice choice) {
    Throwable thrown = catchThrowable(() -> pull(id, choice));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).contains("Fix: ").doesNotContain("signature=secret");
    return (thrown instanceof OutsideMissing ? "3 " : "2 ") + thrown.getMessage();
  }

  byte[] pulled(String name) {
    try {
      return Files.readAllBytes(snapshot().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Return the files that are there but for locks, links followed. */
  List<String> files() {
    try (Stream<Path> files = Files.walk(cache().root())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> cache().root().relativize(file).toString())
          .filter(name -> !name.startsWith(".locks"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void advanced(long newDone, long newTotal) {
    done = newDone;
    total = newTotal;
  }

  @Override
  public void told(String line) {
    told.add(line);
  }
}
