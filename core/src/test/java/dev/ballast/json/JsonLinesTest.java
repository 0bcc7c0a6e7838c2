package dev.ballast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  private static final List<Map<String, Integer>> ROWS = List.of(Map.of("a", 1), Map.of("a", 2));
  private static final String TEXT = "{\"a\":1}\n{\"a\":2}\n";

  @TempDir private Path folder;

  @Test
  void aFileIsReplacedAsAWholeAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.jsonl"), "old");
    JsonLines.write(file, ROWS);
    assertThat(file).hasContent(TEXT);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path target = Files.writeString(folder.resolve("rows.jsonl"), "old and longer than the rows");
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), target);
    JsonLines.write(link, ROWS);
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent(TEXT);
  }

  @Test
  void aDeviceIsWrittenToAndNotReplaced() {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device) && !Files.isRegularFile(device));
    assertThatThrownBy(() -> JsonLines.write(device, ROWS)).isInstanceOf(OutsideMissing.class);
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void aFolderIsRefusedAndKept() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("rows.jsonl"));
    assertThatThrownBy(() -> JsonLines.write(inside, ROWS)).isInstanceOf(OutsideMissing.class);
    assertThat(inside).isEmptyDirectory();
  }
}
