package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files give {@link BadInput} or other weights: never another exception, never a crash. */
class MutationTest {
  private static final int MUTATIONS = 3000;

  @TempDir Path folder;

  @Test
  void mutatedSafetensors() throws IOException {
    Path file = folder.resolve("m.safetensors");
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("a", Tensors.arange(3));
      tensors.put("b", Tensors.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
      Safetensors.write(file, tensors, Map.of("k", "v"));
    }
    int refused = mutate(Files.readAllBytes(file), file, Safetensors::read);
    assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
  }

  @Test
  void mutatedGguf() throws IOException {
    Path file = folder.resolve("m.gguf");
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.tokens", List.of("a", "b"))
            .pair("tokenizer.ggml.eos_token_id", 1)
            .tensor("token_embd.weight", 8, new byte[68], 32, 2)
            .tensor("blk.0.attn_q.weight", 3, new byte[80], 32, 4)
            .tensor("blk.0.attn_k.weight", 0, TinyGguf.floats(1, 2, 3, 4), 2, 2);
    int refused =
        mutate(
            gguf.bytes(),
            file,
            path -> {
              Checkpoint checkpoint = Checkpoint.open(path);
              try {
                var vocabulary = checkpoint.ggufVocabulary();
                assertThat(vocabulary.map(v -> v.tokens().size()).orElse(2)).isPositive();
                return checkpoint.weights();
              } catch (RuntimeException e) {
                checkpoint.close();
                throw e;
              }
            });
    assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
  }

  private interface Opener {
    WeightSource open(Path file);
  }

  /** Return how many mutations were refused. */
  private static int mutate(byte[] valid, Path file, Opener opener) throws IOException {
    SplittableRandom random = new SplittableRandom(20_25);
    long before = Live.count();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(file, mutation(valid, random));
      try (WeightSource weights = opener.open(file);
          Scope _ = Scope.open()) {
        for (String name : weights.names()) {
          assertThat(weights.read(name).numel()).isEqualTo(weights.entry(name).numel());
        }
      } catch (BadInput e) {
        assertThat(e).hasMessageContainingAll("m.", "Fix: ");
        refused++;
      }
    }
    assertThat(Live.count()).isEqualTo(before);
    return refused;
  }

  private static byte[] mutation(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) -1);
      }
    }
    return bytes;
  }
}
