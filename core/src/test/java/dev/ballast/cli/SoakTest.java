package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.tensor.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates and trains in turn for a long while in one process, which must not grow: {@code mvn
 * test -Dgroups=soak -DexcludedGroups= -Dballast.soak.minutes=30}. The curve is left in {@code
 * target/soak.csv}.
 */
@Tag("soak")
class SoakTest {
  private static final long MINUTES = Long.getLong("ballast.soak.minutes", 30);

  @TempDir private Path folder;

  private record Point(double seconds, long mebibytes) {}

  @Test
  void memoryStaysFlat() throws IOException {
    Path rows = folder.resolve("rows.jsonl");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      text.append("{\"prompt\":\"What is ").append(i).append(" plus ").append(i * 7 % 13);
      text.append("?\",\"completion\":\"It is ").append(i + i * 7 % 13).append(".\"}\n");
    }
    Files.writeString(rows, text);
    List<Point> curve = new ArrayList<>();
    long begun = System.nanoTime();
    double seconds = 0;
    while (seconds < MINUTES * 60) {
      round(rows);
      seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
      curve.add(new Point(seconds, Machine.residentMemory().orElseThrow() >> 20));
    }
    StringBuilder csv = new StringBuilder("seconds,rss_mib\n");
    curve.forEach(p -> csv.append(p.seconds()).append(',').append(p.mebibytes()).append('\n'));
    Files.writeString(Path.of("target", "soak.csv"), csv);
    // The first quarter warms up: code is compiled, pools are filled.
    double early = mean(curve, curve.size() / 4, curve.size() / 2);
    double late = mean(curve, 3 * curve.size() / 4, curve.size());
    assertThat(late).as("RSS of the last quarter against the second").isLessThan(early * 1.05);
  }

  private void round(Path rows) throws IOException {
    run(
        "generate",
        "embedded",
        "--data",
        rows.toString(),
        "--output",
        folder.resolve("out.jsonl").toString(),
        "--batch_size",
        "16",
        "--max_new_tokens",
        "48");
    run(
        "sft",
        "embedded",
        "--dataset_name",
        rows.toString(),
        "--max_steps",
        "8",
        "--save_strategy",
        "no",
        "--output_dir",
        folder.resolve("run").toString());
    delete(folder.resolve("run"));
  }

  private static void delete(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void run(String... words) {
    Typed typed = Typed.run(words);
    assertThat(typed.code()).as(typed.err()).isZero();
  }

  private static double mean(List<Point> curve, int from, int to) {
    return curve.subList(from, to).stream().mapToLong(Point::mebibytes).average().orElseThrow();
  }
}
