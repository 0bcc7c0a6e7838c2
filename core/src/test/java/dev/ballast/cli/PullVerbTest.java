package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.hub.TestHub;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PullVerbTest {
  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int pull(String endpoint, String... words) {
    Map<String, String> environment =
        Map.of("HF_ENDPOINT", endpoint, "HF_HUB_CACHE", root.resolve("cache").toString());
    PullVerb verb = new PullVerb(() -> environment, () -> root);
    out.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            80);
    return verb.run(Arguments.parse(verb, List.of(words), terminal));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void aModelIsFetchedAndFoundAgain() {
    try (TestHub hub = new TestHub()) {
      hub.small("config.json", "{}").large("model.safetensors", new byte[3_000_000]);
      assertThat(pull(hub.url(), "org/name")).isZero();
      assertThat(printed()).contains("org/name at commit " + TestHub.COMMIT + ": 2 files, 3.0 MB");
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("pull, MiB", "3/3");
      assertThat(pull(hub.url(), "org/name", "--json")).isZero();
      JsonNode document = Json.tree(printed());
      assertThat(document.path("commit").asString()).isEqualTo(TestHub.COMMIT);
      assertThat(document.path("files").path(0).path("state").asString()).isEqualTo("cached");
      int questions = hub.seen().size();
      assertThat(pull(hub.url(), "org/name", "--offline")).isZero();
      assertThat(printed()).isEqualTo(document.path("path").asString());
      assertThat(pull(hub.url(), "org/name", "--offline", "--data_file", "config.json")).isZero();
      assertThat(printed()).endsWith(TestHub.COMMIT + "/config.json");
      assertThat(hub.seen()).hasSize(questions);
    }
  }

  @Test
  void theOneGgufFileIsWhatOtherVerbsOpen() {
    try (TestHub hub = new TestHub().large("m.gguf", new byte[10])) {
      assertThat(pull(hub.url(), "org/name")).isZero();
      String[] lines = printed().split("\\R");
      assertThat(lines[1]).endsWith(TestHub.COMMIT + "/m.gguf");
      assertThat(pull(hub.url(), "org/name", "--offline")).isZero();
      assertThat(printed()).isEqualTo(lines[1]);
    }
  }

  @Test
  void keysNameFilesKindAndRevision() {
    try (TestHub hub = new TestHub().small("a.json", "1").small("b.txt", "2")) {
      String[] words = {"o/n", "--repo-type", "dataset", "--revision", "v1", "--include=*.json"};
      assertThat(pull(hub.url(), words)).isZero();
      assertThat(hub.seen("LIST").getFirst().path())
          .isEqualTo("/api/datasets/o/n/revision/v1?blobs=true");
      assertThat(hub.seen("HEAD a.json")).hasSize(1);
      assertThat(hub.seen("HEAD b.txt")).isEmpty();
      assertThatThrownBy(() -> pull(hub.url(), "o/n", "--data_file", "c.json"))
          .isInstanceOf(OutsideMissing.class)
          .hasMessageContaining("o/n has no file c.json");
    }
  }

  @Test
  void whatIsTypedWronglyAsksNobody() {
    wrong("not a hub id", "name");
    wrong("not a hub id", "org/name@../x");
    wrong("two revisions are named", "org/name@v1", "--revision", "v2");
    wrong("exclude each other", "org/name", "--include", "*.json", "--data_file", "a");
    wrong("max_workers must be in 1 to 8, was 9", "org/name", "--max_workers", "9");
    wrong("no pattern", "org/name", "--include", " , ");
    wrong("one of model, dataset", "org/name", "--repo_type", "space");
    wrong("`ballast pull org/name@v1`", "org/name@v1", "--offline");
  }

  private void wrong(String part, String... words) {
    assertThatThrownBy(() -> pull("http://127.0.0.1:9", words))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(part);
  }

  @Test
  void anInterruptGoesOn() {
    assertThat(Interrupt.message("pull", "org/name")).contains("the same command goes on");
  }
}
