package dev.ballast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class TwoProcessesTest {
  private static final Manifest PLAN = Manifest.of("sft", "f", Map.of(), 1);

  @TempDir Path folder;

  /** The other process: appends until it is killed. */
  public static void main(String[] arguments) {
    try (Run run = Run.open(Path.of(arguments[0]), PLAN)) {
      while (run.append("step", 1, Map.of("text", "x".repeat(5000))).seq() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Timeout(30)
  void killedWriterLeavesAWholeLogAndNoLock() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TwoProcessesTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Events follower = Events.follow(folder);
      while (follower.poll().isEmpty()) {
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> Run.open(folder, PLAN))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("another process is writing");
    } finally {
      other.destroyForcibly().waitFor();
    }

    try (Run run = Run.open(folder, PLAN)) {
      List<Event> before = run.events();
      assertThat(run.append("step", 1, Map.of()).seq()).isEqualTo(before.size());
      assertThat(run.events()).hasSize(before.size() + 1);
    }
  }
}
