package dev.ballast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HashesTest {
  // FIPS 180-2, appendix B.1.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void textAndFileHaveThePublishedHash() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");

    assertThat(Hashes.of("abc")).isEqualTo(ABC);
    assertThat(Hashes.of(file)).isEqualTo(ABC);
    assertThatThrownBy(() -> Hashes.of(folder.resolve("no"))).isInstanceOf(BadInput.class);
  }

  @Test
  void folderIsHashedByNamesAndContents() throws IOException {
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("b/c"), "abc");
    Files.writeString(folder.resolve("a"), "abc");
    String before = Hashes.of(folder);

    assertThat(before).isEqualTo(Hashes.of(ABC + "  a\n" + ABC + "  b/c\n"));
    Files.move(folder.resolve("a"), folder.resolve("d"));
    assertThat(Hashes.of(folder)).isNotEqualTo(before);
  }
}
