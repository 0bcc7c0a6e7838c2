package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  /** A file with this header (padded by nothing) and this many bytes of data. */
  private Path file(String header, int dataBytes) throws IOException {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private Path file(byte[] header, int dataBytes) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length).put(header);
    return Files.write(folder.resolve("bad.safetensors"), buffer.array());
  }

  private static void refused(Path file, String... parts) {
    assertThatThrownBy(() -> Safetensors.read(file).close())
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContainingAll("bad.safetensors", "Fix: ");
  }

  private static String slot(String dtype, String shape, String offsets) {
    return "{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  }

  @Test
  void everyDtypeSurvivesARoundTrip() {
    long before = Live.count();
    Path file = folder.resolve("all.safetensors");
    try (Scope _ = Scope.open()) {
      Tensor values = Tensors.ofFloats(new float[] {0, 1, 2, 3, -4, 5}, 2, 3);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Dtype dtype : Dtype.values()) {
        tensors.put("t." + dtype, (dtype == Dtype.U8 ? values.abs() : values).to(dtype));
      }
      tensors.put("scalar", values.sum());
      tensors.put("none", Tensors.zeros(Dtype.F32, 0, 4));
      tensors.put("transposed", values.transpose(0, 1));
      Safetensors.write(file, tensors, Map.of("step", "7"));
      try (Safetensors read = Safetensors.read(file)) {
        assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
        assertThat(read.metadata())
            .containsExactly(Map.entry("format", "pt"), Map.entry("step", "7"));
        tensors.forEach(
            (name, tensor) -> {
              assertThat(read.read(name).equalTo(tensor)).as(name).isTrue();
              assertThat(read.entry(name).dtype()).isEqualTo(tensor.dtype());
            });
      }
    }
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("two.safetensors");
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("narrow", Tensors.ofBooleans(new boolean[] {true, false, true}, 3));
      tensors.put("wide", Tensors.ofFloats(new float[] {1, -2}, 2));
      Safetensors.write(file, tensors, Map.of());
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.getLong();
    byte[] header = new byte[(int) length];
    bytes.get(header);
    assertThat(length % 8).isZero();
    assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"format\":\"pt\"},\"narrow\":"
                + slot("BOOL", "[3]", "[8,11]")
                + ",\"wide\":"
                + slot("F32", "[2]", "[0,8]")
                + "}");
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.getFloat()).isEqualTo(-2);
    assertThat(new byte[] {bytes.get(), bytes.get(), bytes.get()}).containsExactly(1, 0, 1);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    Path whole = file("{\"a\":" + slot("F32", "[2]", "[0,8]") + "}", 8);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      refused(Files.write(whole, Arrays.copyOf(bytes, length)), "copy or download it again");
    }
    refused(
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 1)),
        "tensor a: its bytes lie beyond the end of the file",
        "value [0, 8]",
        "copy or download it again");
  }

  @Test
  void headerOfTwoToTheSixtyBytesIsRefused() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("bad.safetensors");
    refused(
        Files.write(file, bytes.putLong(0, 1L << 60).array()),
        "header claims more bytes than the file's 56",
        "value 1152921504606846976");
    refused(Files.write(file, bytes.putLong(0, -1).array()), "value 18446744073709551615");
  }

  @Test
  void headersThatDoNotAddUpAreRefused() throws IOException {
    refused(file("[1]", 0), "not a JSON object");
    refused(file("{\"a\":", 0), "not valid JSON");
    refused(file(new byte[] {'{', (byte) 0xff, '}'}, 0), "not valid UTF-8");
    String one = slot("F32", "[2]", "[0,8]");
    refused(file("{\"a\":" + one + ",\"a\":" + one + "}", 8), "Duplicate", "\"a\"");
    refused(file("{\"__metadata__\":{\"k\":1}}", 0), "__metadata__", "key k", "value 1");
    refused(file("{\"a\":" + slot("F8_E4M3", "[8]", "[0,8]") + "}", 8), "unknown dtype", "F8_E4M3");
    refused(file("{\"a\":7}", 0), "tensor a", "unknown dtype");
    refused(file("{\"a\":" + slot("F32", "[3]", "[0,8]") + "}", 8), "takes 12 bytes", "give 8");
    refused(file("{\"a\":" + slot("F32", "[-2]", "[0,8]") + "}", 8), "value [-2]");
    refused(file("{\"a\":" + slot("F32", "\"x\"", "[0,8]") + "}", 8), "not a list");
    refused(
        file("{\"a\":" + slot("F32", "[4611686018427387904,4]", "[0,8]") + "}", 8), "larger than");
    refused(file("{\"a\":" + slot("F32", "[2]", "[8,0]") + "}", 8), "[start, end]", "value [8, 0]");
    refused(
        file("{\"a\":" + one + ",\"b\":" + slot("F32", "[2]", "[4,12]") + "}", 12),
        "tensor b",
        "overlap",
        "value [4, 12]");
    refused(file("{\"a\":" + slot("F32", "[2]", "[4,12]") + "}", 12), "belong to no tensor");
    refused(file("{\"a\":" + one + "}", 12), "bytes at the end belong to no tensor", "value 4");
  }

  @Test
  void missingTensorAndFileAreRefused() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent.safetensors")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such file");
    Path file = folder.resolve("one.safetensors");
    try (Scope _ = Scope.open()) {
      Safetensors.write(file, Map.of("a", Tensors.arange(2)), Map.of());
    }
    try (Safetensors read = Safetensors.read(file)) {
      assertThatThrownBy(() -> read.read("b"))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("no tensor b", "one.safetensors", "1 tensors: a");
    }
  }

  @Test
  void shardsAreReadThroughTheirIndex() throws IOException {
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : List.of("a", "b", "c")) {
        tensors.put(name, Tensors.ofLongs(new long[] {name.charAt(0)}, 1).to(Dtype.F32));
      }
      CheckpointWriter.writeWeights(folder, MemoryWeights.of(tensors), Dtype.F32, 8);
      assertThat(folder.resolve("model-00001-of-00002.safetensors")).exists();
      Path index = folder.resolve("model.safetensors.index.json");
      assertThat(Files.readString(index)).contains("\"total_size\" : 12");
      try (WeightSource weights = ShardedSafetensors.read(index)) {
        assertThat(weights.names()).containsExactly("a", "b", "c");
        assertThat(weights.read("c").item()).isEqualTo('c');
      }
      Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
      assertThatThrownBy(() -> ShardedSafetensors.read(index))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("model-00002-of-00002.safetensors");
      Files.writeString(index, "{\"weight_map\":{\"a\":\"../secret.safetensors\"}}");
      assertThatThrownBy(() -> ShardedSafetensors.read(index))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("tensor a", "../secret.safetensors");
    }
  }

  @Test
  void fullDiskLeavesNothingBehind() {
    Path device = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(device), "no /dev/full on this system");
    Path target = folder.resolve("model.safetensors");
    try (Scope _ = Scope.open()) {
      SafetensorsWriter writer =
          SafetensorsWriter.of(MemoryWeights.of(Map.of("a", Tensors.arange(9))), Map.of());
      assertThatThrownBy(
              () ->
                  Atomic.file(
                      target,
                      part -> {
                        Files.writeString(part, "half");
                        try (OutputStream full = new FileOutputStream(device.toFile())) {
                          writer.writeTo(full);
                        }
                      }))
          .isInstanceOf(OutsideMissing.class)
          .hasMessageContainingAll("cannot write", "No space left", "check free space");
    }
    assertThat(folder).isEmptyDirectory();
  }
}
