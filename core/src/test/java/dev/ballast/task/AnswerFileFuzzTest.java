package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Answers that are kept: what is taken stays readable when one more is written behind it. */
@Timeout(60)
class AnswerFileFuzzTest {
  private static final Answer MORE = new Answer.Text("more");

  @FuzzTest(maxDuration = "5m 27s")
  void open(byte[] data) {
    Path file = FuzzInput.file("answers.jsonl", data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          try (AnswerFile answers = AnswerFile.open(file)) {
            answers.keep(Map.of("more", MORE));
          }
          try (AnswerFile answers = AnswerFile.open(file)) {
            assertThat(answers.find("more")).contains(MORE);
          }
        });
  }
}
