package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** An index beside one shard, which holds the tensors {@code a} and {@code b} of a byte each. */
@Timeout(60)
class IndexFuzzTest {
  private static final String SHARD = "model-00001-of-00001.safetensors";

  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    Path shard = FuzzInput.file(SHARD, shard());
    Path index = FuzzInput.file("model.safetensors.index.json", data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          try (ShardedSafetensors weights = ShardedSafetensors.read(index)) {
            assertThat(weights.names()).isNotEmpty().isSubsetOf("a", "b");
            assertThat(ShardedSafetensors.weightMap(index).values())
                .allMatch(name -> index.resolveSibling(name).equals(shard));
          }
        });
  }

  private static byte[] shard() {
    byte[] header =
        """
        {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},\
        "b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
