package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** An index that was fetched from a repository of one shard. */
@Timeout(60)
class PulledIndexFuzzTest {
  private static final String SHARD = "model-00001-of-00001.safetensors";

  private static final Listing LISTING =
      new Listing(
          "0".repeat(40),
          Map.of(SHARD, new RepoFile(SHARD, Optional.empty(), Optional.empty(), Optional.empty())));

  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    Path index = FuzzInput.file("model.safetensors.index.json", data);
    FuzzInput.readOrRefuse(
        data.length,
        () ->
            assertThat(Shards.of(index, LISTING))
                .extracting(RepoFile::name)
                .containsExactly(SHARD));
  }
}
