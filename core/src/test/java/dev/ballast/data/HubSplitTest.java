package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSplitTest {
  @TempDir private Path cache;
  private Path snapshot;

  @BeforeEach
  void snapshot() throws IOException {
    Path repository = cache.resolve("datasets--own--set");
    snapshot = Files.createDirectories(repository.resolve("snapshots/" + "a".repeat(40)));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), "a".repeat(40));
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      Path file = snapshot.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{}\n");
    }
  }

  private List<String> files(String config, String split) {
    return new Datasets(cache.resolve("none"), Optional.empty(), Optional.of(cache))
        .split("own/set", Optional.of(config).filter(c -> !c.isEmpty()), split).stream()
            .map(file -> snapshot.relativize(file).toString())
            .toList();
  }

  private void refused(String config, String split, String... told) {
    assertThatThrownBy(() -> files(config, split))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(told);
  }

  @Test
  void withoutACardNamesTell() throws IOException {
    put("data/train-00000-of-00001.parquet", "data/test-00000-of-00002.parquet");
    put("data/test-00001-of-00002.parquet", "dev.jsonl.gz", "latest.txt", "contest.csv");
    assertThat(files("", "test"))
        .containsExactly("data/test-00000-of-00002.parquet", "data/test-00001-of-00002.parquet");
    assertThat(files("", "validation")).containsExactly("dev.jsonl.gz");
    refused("", "other", "no file of rows", "own/set: other", "contest.csv");
  }

  @Test
  void aConfigurationIsAFolder() throws IOException {
    put("main/test-00000-of-00001.parquet", "socratic/test-00000-of-00001.parquet");
    assertThat(files("socratic", "test")).containsExactly("socratic/test-00000-of-00001.parquet");
  }

  @Test
  void aMissingShardIsNoSmallerSplit() throws IOException {
    put("data/test-00000-of-00002.parquet");
    refused("", "test", "1 of 2 shards", "ballast pull own/set --repo_type dataset");
  }

  @Test
  void theCardTells() throws IOException {
    put("a/part1.jsonl", "a/part2.jsonl", "b/rows.csv", "b/test.csv");
    Files.writeString(
        snapshot.resolve("README.md"),
        """
        ---
        license: mit
        configs:
        - config_name: first
          default: true
          data_files:
          - split: test
            path: a/*.jsonl
        - config_name: second
          data_files: b/rows.csv
        ---
        # A set
        """);
    assertThat(files("", "test")).containsExactly("a/part1.jsonl", "a/part2.jsonl");
    assertThat(files("second", "train")).containsExactly("b/rows.csv");
    refused("second", "test", "no file of rows");
    refused("third", "test", "which configuration", "[first, second]");
  }

  @Test
  void whatIsNotThereIsNamedWithTheCommandThatFetchesIt() {
    assertThatThrownBy(
            () ->
                new Datasets(cache, Optional.empty(), Optional.of(cache))
                    .split("own/other", Optional.empty(), "test"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("ballast pull own/other --repo_type dataset");
  }

  @Test
  void aFileOfThatPathGoesFirst() throws IOException {
    Path file = Files.createDirectories(cache.resolve("own")).resolve("set");
    Files.writeString(file, "{}");
    assertThat(
            new Datasets(cache, Optional.empty(), Optional.of(cache))
                .split("own/set", Optional.empty(), "test"))
        .containsExactly(file);
  }
}
