package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that somebody else filled: its links are followed inside it only. */
class CacheLinksTest {
  private static final HubId ID = new HubId("org", "name", "main");

  @TempDir Path root;

  private HubCache cache;
  private Path repository;
  private Path snapshot;

  @BeforeEach
  void fill() throws IOException {
    cache = new HubCache(root.resolve("cache"));
    repository = cache.root().resolve("models--org--name");
    snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(TestHub.COMMIT));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), TestHub.COMMIT);
    Files.createDirectories(repository.resolve("blobs"));
    Files.writeString(repository.resolve("blobs/abc"), "{}");
    link("config.json", "../../blobs/abc");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(snapshot.resolve(name), Path.of(target));
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> cache.model(ID))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("ballast pull org/name");
  }

  @Test
  void linksIntoTheCacheAreFollowed() throws IOException {
    Path shared = Files.createDirectories(cache.root().resolve("blobs/ab"));
    Files.writeString(shared.resolve("abcd"), "shared");
    Files.createSymbolicLink(repository.resolve("blobs/shared"), Path.of("../../blobs/ab/abcd"));
    link("model.safetensors", "../../blobs/shared");
    assertThat(cache.model(ID)).isEqualTo(snapshot);
    assertThat(snapshot.resolve("model.safetensors")).hasContent("shared");
  }

  @Test
  void aRepositoryOnAnotherDisk() throws IOException {
    Path elsewhere = root.resolve("elsewhere");
    Files.move(repository, elsewhere);
    Files.createSymbolicLink(repository, elsewhere);
    assertThat(cache.model(ID)).isEqualTo(snapshot);
  }

  @Test
  void aCircle() throws IOException {
    link("a.json", "b.json");
    link("b.json", "a.json");
    refused("goes in a circle", ".json");
  }

  @Test
  void aLinkToItself() throws IOException {
    link("tokenizer.json", "tokenizer.json");
    refused("goes in a circle", "tokenizer.json");
  }

  @Test
  void aWayOut() throws IOException {
    Path secret = Files.writeString(root.resolve("secret"), "s");
    link("tokenizer.json", secret.toString());
    refused("leads out of the cache", "tokenizer.json", "value " + secret.toRealPath());
  }

  @Test
  void aRelativeWayOutThroughABlob() throws IOException {
    Files.writeString(root.resolve("secret"), "s");
    Files.createSymbolicLink(repository.resolve("blobs/x"), Path.of("../../../secret"));
    link("tokenizer.json", "../../blobs/x");
    refused("leads out of the cache", "tokenizer.json");
  }

  @Test
  void aSnapshotThatIsElsewhere() throws IOException {
    Path other = Files.createDirectories(root.resolve("other"));
    Files.createSymbolicLink(snapshot.resolveSibling("f".repeat(40)), other);
    Files.writeString(repository.resolve("refs/main"), "f".repeat(40));
    refused("leads out of the cache", "fff");
  }

  @Test
  void aLinkToNothing() throws IOException {
    link("README.md", "../../blobs/gone");
    assertThat(cache.model(ID)).isEqualTo(snapshot);
    link("tokenizer.json", "../../blobs/gone");
    refused("a link to a file that is not there", "tokenizer.json");
  }

  @Test
  void aRefThatIsNone() throws IOException {
    Files.writeString(repository.resolve("refs/main"), "x".repeat(5000));
    refused("not in the local Hugging Face cache");
    Files.writeString(repository.resolve("refs/main"), "../../..");
    refused("not in the local Hugging Face cache");
  }

  @Test
  void nothingIsWrittenThroughALink() throws IOException {
    Path other = Files.createDirectories(root.resolve("other"));
    try (TestHub hub = new TestHub().small("sub/config.json", "{}").small("config.json", "[]")) {
      Files.createSymbolicLink(snapshot.resolve("sub"), other);
      PullFixture fixture = new PullFixture(hub, root);
      assertThat(fixture.refused("org/name", new FileChoice.Named("sub/config.json")))
          .contains("2 a link that leads out of the cache", "sub");
      assertThat(other).isEmptyDirectory();
      Files.delete(snapshot.resolve("sub"));
      fixture.pull("org/name", new FileChoice.Named("config.json"));
      assertThat(snapshot.resolve("config.json")).hasContent("[]");
      assertThat(repository.resolve("blobs/abc")).hasContent("{}");
    }
  }
}
