package dev.ballast.cli;

import dev.ballast.json.Json;
import dev.ballast.task.AnswerFile;
import java.nio.file.Path;
import java.util.List;

/** The answers that lie beside an evaluation's results, and whose they are. */
final class KeptAnswers {
  private KeptAnswers() {}

  static AnswerFile open(Path outputDir) {
    return AnswerFile.open(outputDir.resolve("answers.jsonl"));
  }

  /**
   * Return what names a model's weights and arithmetic: what it has in common, answers have.
   *
   * @param hash of the weights
   */
  static String identity(String hash, Models.Opening how) {
    return Json.encode(
        List.of(
            hash, how.precision(), how.keys().compute().device(), how.keys().compute().dtype()));
  }
}
