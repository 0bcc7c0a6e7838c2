package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.hub.ModelReference.Embedded;
import dev.ballast.hub.ModelReference.Endpoint;
import dev.ballast.hub.ModelReference.Folder;
import dev.ballast.hub.ModelReference.GgufFile;
import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  @Test
  void eachFormIsRecognised() throws IOException {
    Path gguf = Files.writeString(folder.resolve("m.GGUF"), "");
    assertThat(ModelReference.parse("embedded")).isEqualTo(new Embedded());
    assertThat(ModelReference.parse(folder.toString())).isEqualTo(new Folder(folder));
    assertThat(ModelReference.parse(gguf.toString())).isEqualTo(new GgufFile(gguf));
    assertThat(ModelReference.parse("org/name")).isEqualTo(new HubId("org", "name", "main"));
    assertThat(ModelReference.parse("org/name-1.5B@refs/pr/1"))
        .isEqualTo(new HubId("org", "name-1.5B", "refs/pr/1"));
    assertThat(ModelReference.parse("http://localhost:8000/v1#small"))
        .isEqualTo(new Endpoint(URI.create("http://localhost:8000/v1"), "small"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "nothing",
        "/no/such/folder",
        "./no/such",
        "org/../name",
        "org/name@../../x",
        "absent.gguf",
        "https://host/v1",
        "https://#x",
        "http://a b/#x",
        "a\0b"
      })
  void anythingElseIsRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("Fix: ");
  }

  @Test
  void aHubIdIsOneWhateverLiesOnDisk() {
    assertThat(ModelReference.hubId("org/name@v1.0")).isEqualTo(new HubId("org", "name", "v1.0"));
    for (String text : new String[] {"name", "org/name@", "org/na..me", "a/b/c", "org/name@-x"}) {
      assertThatThrownBy(() -> ModelReference.hubId(text))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("not a hub id", "org/name@revision");
    }
  }

  @Test
  void cacheIsWhereHuggingFacesToolsPutIt() {
    Path home = Path.of("/home/a");
    assertThat(HubCache.of(Map.of(), home).root())
        .isEqualTo(Path.of("/home/a/.cache/huggingface/hub"));
    assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/x"), home).root())
        .isEqualTo(Path.of("/x/huggingface/hub"));
    assertThat(HubCache.of(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x"), home).root())
        .isEqualTo(Path.of("/h/hub"));
    assertThat(HubCache.of(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/h"), home).root())
        .isEqualTo(Path.of("/c"));
    assertThat(HubCache.of(Map.of("HF_HOME", "~/h"), home).root())
        .isEqualTo(Path.of("/home/a/h/hub"));
  }

  @Test
  void revisionsLeadToTheirSnapshot() throws IOException {
    Path model = folder.resolve("models--org--name");
    Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(COMMIT));
    Files.createDirectories(model.resolve("refs"));
    Files.writeString(model.resolve("refs/main"), COMMIT + "\n");
    HubCache cache = new HubCache(folder);
    assertThat(cache.model(new HubId("org", "name", "main"))).isEqualTo(snapshot);
    assertThat(cache.model(new HubId("org", "name", COMMIT))).isEqualTo(snapshot);
    assertThatThrownBy(() -> cache.model(new HubId("org", "name", "v2")))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("org/name@v2", "not in the local", "`ballast pull org/name@v2`");
    assertThatThrownBy(() -> cache.model(new HubId("org", "other", "main")))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(folder.toString(), "models--org--other");
    assertThatThrownBy(() -> cache.model(new HubId("org", "name", "../snapshots")))
        .isInstanceOf(BadInput.class);
  }
}
