package dev.ballast.cli;

import dev.ballast.ledger.Run;
import dev.ballast.report.ReportPage;
import dev.ballast.train.TrainReport;
import dev.ballast.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One run of a training verb: folder, ledger, loop, page. */
record TrainingRun(Call call, TrainKeys keys, Object config) {
  /** Train, or go on, or show what is finished. */
  int run(Map<String, String> inputs, Adapting adapting, Function<Steps, Trainer.Job> job) {
    Threads.use(keys.run().threads());
    Path folder = RunFolders.of(call.verb(), keys.run(), config);
    Places.folder(folder);
    if (!keys.run().again()) {
      Run.requireSame(folder, RunFolders.manifest(call.verb(), config, inputs));
      if (RunFolders.finished(folder)) {
        call.terminal().say("this run is finished; --again makes it anew");
        return shown(folder);
      }
    }
    // Model and rows before the folder: what is refused here leaves no run behind.
    try (Trainee trainee = Trainee.open(keys.model(), keys.compute(), adapting)) {
      Models.warn(trainee.decoder(), call.terminal());
      train(trainee, job.apply(new Steps(trainee, call.terminal())), inputs);
    }
    return shown(folder);
  }

  private void train(Trainee trainee, Trainer.Job job, Map<String, String> inputs) {
    try (Run run = RunFolders.open(call, keys.run(), config, inputs)) {
      TrainReport report =
          new Trainer(job, trainee.files(), run.folder(), new TrainLog(run, "", call.terminal()))
              .run();
      call.terminal()
          .say(
              String.format(
                  Locale.ROOT,
                  "%d steps, %d tokens, train_loss %.4f",
                  report.steps(),
                  report.tokens(),
                  report.loss()));
      run.seal(List.of("trainer_state.json", "model"));
    }
  }

  private int shown(Path folder) {
    Path page = ReportPage.write(folder);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", folder.resolve("model").toString());
    result.put("report", page.toString());
    call.result(result, "model: " + folder.resolve("model") + "\nreport: " + page);
    return 0;
  }
}
