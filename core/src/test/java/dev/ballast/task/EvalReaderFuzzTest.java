package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** Results and, behind a line of {@code ===}, the samples of their task {@code t}. */
@Timeout(60)
class EvalReaderFuzzTest {
  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int cut = text.indexOf("\n===\n");
    String results = cut < 0 ? text : text.substring(0, cut);
    String samples = cut < 0 ? "" : text.substring(cut + 5);
    Path file = FuzzInput.file("results_x.json", results.getBytes(StandardCharsets.ISO_8859_1));
    var _ = FuzzInput.file("samples_t_x.jsonl", samples.getBytes(StandardCharsets.ISO_8859_1));
    FuzzInput.readOrRefuse(
        data.length,
        () ->
            assertThat(EvalFolder.read(file).tasks().values())
                .isNotEmpty()
                .flatExtracting(EvalFolder.Task::rows)
                .flatExtracting(row -> row.values().values())
                .allMatch(value -> Double.isFinite(value)));
  }
}
