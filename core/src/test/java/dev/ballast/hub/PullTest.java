package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.hub.Pulled.PulledFile;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a pull brings, and where they lie. */
class PullTest {
  private static final byte[] WEIGHTS = bytes(50_000);

  @TempDir Path root;

  private final TestHub hub = new TestHub();
  private PullFixture fixture;

  @BeforeEach
  void open() {
    fixture = new PullFixture(hub, root);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private void model() {
    hub.small("config.json", "{}").small("tokenizer.json", "{\"a\":1}").small("README.md", "read");
    hub.large("model.safetensors", WEIGHTS).large("pytorch_model.bin", bytes(10));
    hub.large("onnx/model.safetensors", bytes(20));
  }

  @Test
  void whatAModelNeedsLiesInTheLayoutThatPythonShares() throws IOException {
    model();
    Pulled pulled = fixture.pull();
    String sha = TestHub.sha256(WEIGHTS);
    String git = TestHub.gitHash("{}".getBytes(StandardCharsets.UTF_8));
    Path snapshot = fixture.snapshot();
    assertThat(pulled.path()).isEqualTo(snapshot);
    assertThat(pulled.commit()).isEqualTo(TestHub.COMMIT);
    assertThat(pulled.files())
        .extracting(PulledFile::name)
        .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
    assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
        .isEqualTo(Path.of("../../blobs", sha));
    assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
        .isEqualTo(Path.of("../../blobs", git));
    assertThat(fixture.pulled("model.safetensors")).isEqualTo(WEIGHTS);
    assertThat(Files.readString(fixture.repository().resolve("refs/main")))
        .isEqualTo(TestHub.COMMIT);
    assertThat(fixture.files()).noneMatch(name -> name.endsWith(".incomplete"));
    assertThat(fixture.done).isEqualTo(fixture.total).isEqualTo(50_000 + 2 + 7);
    assertThat(fixture.cache().model(ModelReference.hubId("org/name"))).isEqualTo(snapshot);
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    model();
    fixture.pull();
    int before = hub.seen().size();
    Pulled again = fixture.pull();
    assertThat(again.files()).extracting(PulledFile::state).containsOnly(Pulled.State.CACHED);
    assertThat(hub.seen().subList(before, hub.seen().size()))
        .noneMatch(seen -> seen.key().startsWith("GET") || seen.key().startsWith("CDN"));
  }

  @Test
  void aDamagedBlobIsFetchedAnew() throws IOException {
    model();
    fixture.pull();
    Path blob = fixture.repository().resolve("blobs").resolve(TestHub.sha256(WEIGHTS));
    byte[] damaged = WEIGHTS.clone();
    damaged[77]++;
    Files.write(blob, damaged);
    fixture.pull();
    assertThat(fixture.pulled("model.safetensors")).isEqualTo(WEIGHTS);
    assertThat(fixture.told).anyMatch(l -> l.contains("model.safetensors in the cache is damaged"));
  }

  @Test
  void aRevisionIsPinned() throws IOException {
    model();
    fixture.pull("org/name@refs/pr/7", new FileChoice.Standard());
    assertThat(hub.seen("LIST").getFirst().path())
        .isEqualTo("/api/models/org/name/revision/refs%2Fpr%2F7?blobs=true");
    assertThat(hub.seen("HEAD config.json").getFirst().path())
        .isEqualTo("/org/name/resolve/" + TestHub.COMMIT + "/config.json");
    assertThat(fixture.repository().resolve("refs/refs/pr/7")).hasContent(TestHub.COMMIT);
    assertThat(fixture.cache().model(ModelReference.hubId("org/name@refs/pr/7")))
        .isEqualTo(fixture.snapshot());
    String other = "f".repeat(40);
    assertThat(fixture.refused("org/name@" + other, new FileChoice.Standard()))
        .contains("3 asked for the commit " + other, TestHub.COMMIT);
    fixture.pull("org/name@" + TestHub.COMMIT, new FileChoice.Standard());
    assertThat(fixture.repository().resolve("refs").resolve(TestHub.COMMIT)).doesNotExist();
  }

  @Test
  void shardsAreThoseOfTheIndex() {
    byte[] one = bytes(3000);
    byte[] two = bytes(4000);
    String index =
        Json.encode(
            Map.of("weight_map", Map.of("a", "model-1.safetensors", "b", "w-2.safetensors")));
    hub.small("config.json", "{}").small("model.safetensors.index.json", index);
    hub.large("model-1.safetensors", one).large("w-2.safetensors", two);
    hub.large("consolidated.safetensors", bytes(99));
    Pulled pulled = fixture.pull();
    assertThat(pulled.files()).hasSize(4);
    assertThat(fixture.pulled("model-1.safetensors")).isEqualTo(one);
    assertThat(fixture.pulled("w-2.safetensors")).isEqualTo(two);
    assertThat(hub.seen("HEAD consolidated.safetensors")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../x.safetensors", "/x.safetensors", "a\\x.safetensors", "no.safetensors"})
  void anIndexThatNamesOtherFilesIsRefused(String name) {
    String index = Json.encode(Map.of("weight_map", Map.of("t", name)));
    hub.small("config.json", "{}").small("model.safetensors.index.json", index);
    assertThat(fixture.refused()).startsWith("2 ").contains("index.json", name);
    assertThat(fixture.repository().resolve("refs")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "a\\evil",
        "C:evil",
        "aux",
        "dir/CON.json",
        "a//evil",
        "./evil",
        "evil.",
        "evil ",
        "e\0vil",
        "e\nvil",
        ""
      })
  void namesThatLeadElsewhereAreRefusedByName(String name) {
    hub.small(name, "x");
    hub.small("good.json", "{}");
    String message = fixture.refused("org/name", new FileChoice.Matching(List.of("*")));
    assertThat(message).startsWith("2 a file name that ").contains("value ");
    assertThat(hub.seen()).extracting(TestHub.Seen::key).containsExactly("LIST");
    assertThat(fixture.cache().root()).doesNotExist();
    assertThat(root.resolve("evil")).doesNotExist();
  }

  @Test
  void patternsAndOneNamedFile() {
    model();
    Pulled some = fixture.pull("org/name", new FileChoice.Matching(List.of("*.json", "onnx/*")));
    assertThat(some.files())
        .extracting(PulledFile::name)
        .containsExactlyInAnyOrder("config.json", "tokenizer.json", "onnx/model.safetensors");
    assertThat(fixture.pulled("onnx/model.safetensors")).isEqualTo(bytes(20));
    assertThat(fixture.refused("org/name", new FileChoice.Matching(List.of("*.txt"))))
        .contains("2 no file matches", "config.json");
    Pulled one = fixture.pull("org/name", new FileChoice.Named("README.md"));
    assertThat(one.files()).hasSize(1);
    assertThat(fixture.refused("org/name", new FileChoice.Named("READ.md")))
        .contains("3 org/name has no file READ.md", "README.md");
  }

  @Test
  void oneOfSeveralGgufFilesIsNamed() {
    hub.large("a.Q4_0.gguf", bytes(100)).large("a.Q8_0.gguf", bytes(200));
    hub.small("config.json", "{}");
    assertThat(fixture.refused()).contains("2 org/name holds several", "a.Q4_0.gguf (100 bytes)");
    Pulled pulled = fixture.pull("org/name", new FileChoice.Named("a.Q8_0.gguf"));
    assertThat(pulled.path()).isEqualTo(fixture.snapshot().resolve("a.Q8_0.gguf"));
    assertThat(fixture.cache().model(ModelReference.hubId("org/name"))).isEqualTo(pulled.path());
    fixture.pull("org/name", new FileChoice.Named("a.Q4_0.gguf"));
    assertThatThrownBy(() -> fixture.cache().model(ModelReference.hubId("org/name")))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("several GGUF files", "a.Q4_0.gguf", "a.Q8_0.gguf");
  }

  @Test
  void pickledWeightsAreNeverFetched() {
    hub.small("config.json", "{}").large("pytorch_model.bin", bytes(10)).large("x.pt", bytes(9));
    assertThat(fixture.refused())
        .contains("2 the weights of org/name are pickled", "save_pretrained", "refs/pr/N");
    assertThat(fixture.refused("org/name", new FileChoice.Named("x.pt"))).contains("pickled");
    assertThat(fixture.refused("org/name", new FileChoice.Matching(List.of("*.bin"))))
        .contains("pickled");
    fixture.pull("org/name", new FileChoice.Matching(List.of("*")));
    assertThat(fixture.told).anyMatch(l -> l.contains("left out") && l.contains("x.pt"));
    assertThat(hub.seen()).noneMatch(s -> s.key().contains(".bin") || s.key().contains(".pt"));
  }

  @Test
  void adaptersAndRepositoriesWithoutWeights() {
    hub.small("adapter_config.json", "{}").large("adapter_model.safetensors", WEIGHTS);
    assertThat(fixture.pull().files()).hasSize(2);
    TestHub other = new TestHub().small("README.md", "x");
    try (other) {
      assertThat(new PullFixture(other, root.resolve("other")).refused())
          .contains("2 org/name holds no weights");
    }
  }

  @Test
  void aDataSetComesWhole() {
    hub.small("README.md", "x").large("data/train.jsonl", WEIGHTS);
    PullRequest request =
        new PullRequest(
            RepoKind.DATASET, ModelReference.hubId("org/name"), new FileChoice.Standard(), 2);
    Pulled pulled = fixture.pull(request);
    assertThat(pulled.path().toString()).contains("datasets--org--name");
    assertThat(hub.seen("LIST").getFirst().path()).startsWith("/api/datasets/org/name/revision/");
    assertThat(hub.seen("GET data/train.jsonl").getFirst().path())
        .startsWith("/datasets/org/name/resolve/");
    assertThat(
            fixture.cache().file(RepoKind.DATASET, request.id(), "data/train.jsonl").orElseThrow())
        .hasBinaryContent(WEIGHTS);
    assertThatThrownBy(() -> fixture.cache().file(RepoKind.DATASET, request.id(), "../../x"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("../../x");
  }

  @Test
  void equalFilesAreOneBlob() {
    hub.large("model.safetensors", WEIGHTS).large("copy.safetensors", WEIGHTS);
    fixture.pull("org/name", new FileChoice.Matching(List.of("*")));
    assertThat(hub.seen()).filteredOn(s -> s.key().startsWith("CDN")).hasSize(1);
    assertThat(fixture.pulled("copy.safetensors")).isEqualTo(WEIGHTS);
  }

  @Test
  void aMirrorThatListsLittle() {
    model();
    List<Map<String, String>> names =
        List.of(
            Map.of("rfilename", "config.json"),
            Map.of("rfilename", "model.safetensors", "blobId", "d".repeat(40)));
    String listing = Json.encode(Map.of("sha", TestHub.COMMIT, "siblings", names));
    hub.always("LIST", e -> TestHub.text(e, 200, listing));
    fixture.pull();
    assertThat(fixture.pulled("model.safetensors")).isEqualTo(WEIGHTS);
    byte[] other = Arrays.copyOf(WEIGHTS, WEIGHTS.length);
    other[0]++;
    hub.large("model.safetensors", other);
    hub.always("HEAD model.safetensors", e -> hub.redirect(e, "model.safetensors", "a".repeat(64)));
    hub.always("GET model.safetensors", e -> hub.redirect(e, "model.safetensors", "a".repeat(64)));
    assertThat(fixture.refused()).contains("its SHA-256 is", "not aaaa");
  }
}
