package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same bits as gguf-py, read and written (tools/reference/gguf_quants.py). */
class GgufQuantsTest {
  private static JsonNode fixture() throws IOException {
    try (InputStream in = GgufQuantsTest.class.getResourceAsStream("quants.json")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return Json.tree(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static byte[] bytes(JsonNode text) {
    return Base64.getDecoder().decode(text.asString());
  }

  private static float[] floats(JsonNode text) {
    byte[] bytes = bytes(text);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void everyQuantisedTypeIsReadToTheBit() throws IOException {
    List<GgufType> seen = new ArrayList<>();
    for (JsonNode kind : fixture().path("decoded")) {
      GgufType type = GgufType.valueOf(kind.path("type").asString());
      byte[] blocks = bytes(kind.path("bytes"));
      float[] expected = floats(kind.path("values"));
      assertThat(type.fileBytes(expected.length)).isEqualTo(blocks.length);
      float[] row = new float[expected.length];
      type.decode(MemorySegment.ofArray(blocks), 0, row);
      assertThat(row).as(type.name()).isEqualTo(expected);
      seen.add(type);
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(GgufType.values()).filter(GgufType::quantised).toList());
  }

  @Test
  void everyWrittenTypeIsWrittenToTheBit() throws IOException {
    JsonNode fixture = fixture();
    float[] values = floats(fixture.path("values"));
    int rows = fixture.path("rows").asInt();
    for (JsonNode kind : fixture.path("encoded")) {
      GgufType type = GgufType.valueOf(kind.path("type").asString());
      assertThat(written(type, values, rows)).as(type.name()).isEqualTo(bytes(kind.path("bytes")));
    }
  }

  private static byte[] written(GgufType type, float[] values, int rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Scope _ = Scope.open()) {
      Tensor tensor = Tensors.ofFloats(values, rows, values.length / rows);
      TensorEntry entry =
          new TensorEntry(Dtype.F32, List.of((long) rows, (long) values.length / rows));
      new GgufTensor.Stored("x", type, entry, "x", new GgufRows.Same(), 0)
          .write(MemoryWeights.of(Map.of("x", tensor)), out);
    }
    return out.toByteArray();
  }
}
