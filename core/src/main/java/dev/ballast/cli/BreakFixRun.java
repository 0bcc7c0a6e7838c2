package dev.ballast.cli;

import dev.ballast.breakfix.BreakFix;
import dev.ballast.breakfix.BreakFixConfig;
import dev.ballast.breakfix.BreakFixPlan;
import dev.ballast.breakfix.BreakFixResult;
import dev.ballast.breakfix.BreakFixSeams;
import dev.ballast.breakfix.SafeAnswers;
import dev.ballast.chat.ChatModel;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.data.Datasets;
import dev.ballast.generate.Precision;
import dev.ballast.json.Json;
import dev.ballast.ledger.Manifest;
import dev.ballast.ledger.Run;
import dev.ballast.model.Families;
import dev.ballast.report.ReportPage;
import dev.ballast.report.ResultTable;
import dev.ballast.score.ScorerCard;
import dev.ballast.score.Scorers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One run of the cycle, wired to this process: models, trainer, judges, pages. */
record BreakFixRun(Call call, BreakFixConfig config, GenerationKeys how, boolean again) {
  /**
   * Begin, go on, or show what is finished.
   *
   * @return 0 when the gate promoted, 1 when it rejected
   */
  int run(SafeAnswers safeAnswers) {
    Path folder = folder();
    if (again && Files.exists(folder)) {
      call.terminal().say("the run that stood there is now " + Run.setAside(folder));
    }
    Datasets below = Models.datasets(config.dataRoot());
    BreakFixPlan plan = BreakFixPlan.of(config, call.config().map(below::namedBy).orElse(below));
    Manifest manifest =
        plan.manifest().withVersions(RunFolders.versions()).withKernels(RunFolders.kernels(how));
    Run.requireSame(folder, manifest);
    if (RunFolders.finished(folder)) {
      call.terminal().say("this run is finished; --again makes it anew");
      return shown(folder);
    }
    if (Files.notExists(folder)) {
      requireModel();
    }
    try (Run run = Run.open(folder, manifest)) {
      run.write("scorer_cards.json", Json.pretty(ScorerCard.shipped()) + "\n");
      BreakFixResult result = BreakFix.run(plan, seams(safeAnswers), run);
      run.seal(result.outputs());
    }
    return shown(folder);
  }

  private BreakFixSeams seams(SafeAnswers safeAnswers) {
    return new BreakFixSeams(
        this::opened,
        new LocalStageTrainer(how.compute(), call.terminal()),
        safeAnswers,
        Scorers.byName(config.measure().harmScorer()),
        Scorers.byName(config.measure().refusalScorer()),
        new LiveProgress(call.terminal()));
  }

  /** Refuse a model that cannot be opened before anything is written. */
  private void requireModel() {
    var _ = how.placement(precision());
    try (Checkpoint checkpoint = ModelKeys.of(config.model()).checkpoint()) {
      var _ = Families.config(checkpoint);
    }
  }

  private Precision precision() {
    return switch (config.measure().evalPrecision()) {
      case FP32 -> Precision.FP32;
      case INT8 -> Precision.INT8;
    };
  }

  private ChatModel opened(String reference) {
    Models.Opening opening = new Models.Opening(how, config.measure().evalBatchSize(), precision());
    return Models.open(ModelKeys.of(reference), opening, call.terminal());
  }

  private Path folder() {
    return config
        .outputDir()
        .orElseGet(
            () ->
                Path.of(
                    "runs",
                    call.verb()
                        + "-"
                        + dev.ballast.config.Config.fingerprint(config).substring(0, 8)));
  }

  private int shown(Path folder) {
    Path page = ReportPage.write(folder);
    String table = ResultTable.of(folder).text(call.terminal().width());
    call.result(
        Map.of("folder", folder.toString(), "report", page.toString()),
        table + "\nreport: " + page.toAbsolutePath());
    return promoted(folder) ? 0 : 1;
  }

  private static boolean promoted(Path folder) {
    return dev.ballast.ledger.Events.read(folder).stream()
        .filter(event -> event.type().equals("finished"))
        .anyMatch(event -> event.body().path("decision").asString("").equals("promote"));
  }
}
