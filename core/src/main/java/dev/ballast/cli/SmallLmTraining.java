package dev.ballast.cli;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.json.JsonLines;
import dev.ballast.json.OutsideMissing;
import dev.ballast.judge.ModelJudge;
import dev.ballast.judge.SmallLm;
import dev.ballast.judge.SmallLmCards;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.score.JudgeMeasurement;
import dev.ballast.score.JudgeRow;
import dev.ballast.score.JudgeRows;
import dev.ballast.score.ScorerCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Teaches a small language model to judge: writes its lessons, and measures what came of them. */
record SmallLmTraining(Call call, Path dataRoot, Path outputDir) {
  private static final String BASE = "HuggingFaceTB/SmolLM2-135M-Instruct";

  /** Rows of a set and class that are taught, and those that measure. */
  private static final int TAUGHT = 500;

  private static final int REQUESTS = 400;
  private static final int ANSWERS = 200;
  private static final int BATCH = 16;
  private static final int MAX_CHARS = 1_000_000;

  /** Write the rows that {@code sft} reads. */
  void rows() {
    List<JudgeRow> rows =
        JudgeRows.balanced(
            JudgeRows.of(dataRoot).stream()
                .filter(row -> !row.heldOut() && !row.of(SmallLm.LEFT_OUT))
                .toList(),
            TAUGHT,
            TAUGHT);
    Path file = outputDir.resolve("small_lm.jsonl");
    JsonLines.write(file, rows.stream().map(SmallLm::lesson).toList());
    call.result(
        Map.of("rows", rows.size(), "output", file.toString()),
        rows.size()
            + " rows: "
            + file
            + "\nnext: ballast sft "
            + BASE
            + " --config recipes/small-lm-judge.yaml --data_root "
            + outputDir);
  }

  /** Pack an adapter, measure it over its base, and write both as they ship. */
  void measure(String base, Path adapter, GenerationKeys how) {
    pack(adapter);
    List<JudgeRow> rows =
        JudgeRows.balanced(
            JudgeRows.of(dataRoot).stream()
                .filter(row -> row.heldOut() || row.of(SmallLm.LEFT_OUT))
                .toList(),
            REQUESTS,
            ANSWERS);
    JudgeMeasurement measurement = new JudgeMeasurement(dataRoot, SmallLm.LEFT_OUT, rows);
    List<ScorerCard> cards;
    try (Models.Opened<LocalChatModel> opened =
        Models.taught(base, outputDir, Models.Opening.exact(how, BATCH))) {
      LocalChatModel model = opened.model();
      cards = measurement.cards(judge(SmallLm.REQUESTS, model), judge(SmallLm.ANSWERS, model));
    }
    SmallLmCards all = new SmallLmCards(Models.baseHash(base), cards);
    AtomicFile.write(outputDir.resolve("cards.json"), all.json().getBytes(StandardCharsets.UTF_8));
    call.result(all, Judges.cards(cards));
  }

  private void pack(Path adapter) {
    try (AdapterFolder folder = AdapterFolder.open(adapter)) {
      Files.createDirectories(outputDir);
      folder.writeHalf(outputDir, BASE);
    } catch (IOException e) {
      throw OutsideMissing.cannotWrite(outputDir, e, "check free space and rights");
    }
  }

  private static ModelJudge judge(String name, LocalChatModel model) {
    ModelJudge.How how = new ModelJudge.How(name, Optional.empty(), Optional.empty(), MAX_CHARS);
    return ModelJudge.prepare(how, "").over(model);
  }
}
