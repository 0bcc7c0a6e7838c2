package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files that pyarrow wrote, by {@code tools/reference/parquet_rows.py}. */
class ParquetFileTest {
  private static final Path FILES = Path.of("src/test/resources/dev/ballast/data");

  @TempDir private Path folder;

  private static JsonNode expected(String json) {
    return Json.tree(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy"})
  void rowsAreThoseThatWereWritten(String codec) {
    List<JsonNode> rows = Records.read(FILES.resolve("rows_" + codec + ".parquet"), List.of());
    assertThat(rows).hasSize(2);
    assertThat(Json.encode(rows.getFirst()))
        .isEqualTo(
            Json.encode(
                expected(
                    """
                    {"id": 7, "question": "Which of these floats on water?",
                     "choices": {"text": ["cork", "lead"], "label": ["A", "B"]},
                     "right": 0, "share": 0.25, "known": true, "day": "2026-01-31",
                     "tags": {"kind": "plain", "hand": "own"}, "bytes": "Grüße"}
                    """)));
    assertThat(Json.encode(rows.getLast()))
        .isEqualTo(
            Json.encode(
                expected(
                    """
                    {"id": 8, "question": "Which of these burns?",
                     "choices": {"text": ["sand", "hay", null], "label": []},
                     "right": 1, "share": null, "known": false, "day": null,
                     "tags": {}, "bytes": null}
                    """)));
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] sound = Files.readAllBytes(FILES.resolve("rows_snappy.parquet"));
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(sound, sound.length / 2));
    assertThatThrownBy(() -> Records.read(cut, List.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cut.parquet");
    assertThatThrownBy(() -> Records.read(folder.resolve("none.parquet"), List.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Records.read(FILES.resolve("rows_zstd.parquet"), List.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rows_zstd.parquet");
  }
}
