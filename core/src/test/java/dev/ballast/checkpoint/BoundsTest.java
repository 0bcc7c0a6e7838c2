package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would take memory without end is refused before it does. */
class BoundsTest {
  @TempDir Path folder;

  @Test
  void textFilesAreNotReadWholeWhateverTheirSize() throws IOException {
    Path file = folder.resolve("config.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThatThrownBy(() -> Texts.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("config.json", "Fix: ");
  }

  @Test
  void aFolderIsNoTextFile() throws IOException {
    Path file = Files.createDirectory(folder.resolve("config.json"));
    assertThatThrownBy(() -> Texts.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not a file that can be read as a whole");
  }

  @Test
  void ropeTablesAreNoLongerThanHeads() {
    long factors = (1 << 16) + 1;
    byte[] bytes = new byte[(int) (4 * factors)];
    Path file =
        TinyGguf.llama()
            .tensor("rope_freqs.weight", 0, bytes, factors)
            .write(folder.resolve("m.gguf"));
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rope_freqs.weight");
  }
}
