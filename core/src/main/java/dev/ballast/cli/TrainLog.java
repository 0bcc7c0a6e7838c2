package dev.ballast.cli;

import dev.ballast.chat.Progress;
import dev.ballast.ledger.Run;
import dev.ballast.train.ReferenceUse;
import dev.ballast.train.TrainEvent;
import dev.ballast.train.TrainReport;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes a training's events to the ledger and shows them. What an earlier process of the same run
 * recorded is not recorded again: a resumed run has the records of an undisturbed one.
 */
final class TrainLog implements Consumer<TrainEvent> {
  private final Run run;
  private final String stage;
  private final Terminal terminal;
  private final Set<String> recorded = new HashSet<>();
  private Progress bar = Progress.none();
  private int total;

  /**
   * Follow one training.
   *
   * @param stage its name within the run, empty where there is only one
   */
  TrainLog(Run run, String stage, Terminal terminal) {
    this.run = run;
    this.stage = stage;
    this.terminal = terminal;
    run.events()
        .forEach(
            event ->
                recorded.add(
                    event.type()
                        + " "
                        + event.body().path("stage").asString("")
                        + " "
                        + event.body().path("step").asLong(0)));
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started started -> {
        total = Math.toIntExact(started.steps());
        bar = terminal.bar(stage.isEmpty() ? "training" : "training " + stage);
        append(event.type(), 0, started(started));
      }
      case TrainEvent.ReferenceRead read -> {
        append(event.type(), 0, read(read.use()));
        terminal.say(told(read.use()));
      }
      case TrainEvent.ReferenceUncached uncached -> terminal.say(told(uncached));
      case TrainEvent.Logged logged -> {
        append(event.type(), logged.metrics().step(), Map.of("metrics", logged.metrics()));
        bar.advance(Math.toIntExact(logged.metrics().step()), total);
      }
      case TrainEvent.Alarm alarm -> {
        append(
            event.type(),
            alarm.step(),
            Map.of("metric", alarm.metric(), "value", alarm.value(), "bound", alarm.bound()));
        terminal.say(
            String.format(
                Locale.ROOT,
                "alarm: %s is %.4f, below %.4f, at step %d",
                alarm.metric(),
                alarm.value(),
                alarm.bound(),
                alarm.step()));
      }
      case TrainEvent.Saved saved ->
          append(event.type(), saved.step(), Map.of("folder", relative(saved.folder())));
      case TrainEvent.PassedOver passed ->
          terminal.say("passed over " + passed.folder() + ": " + passed.reason());
      case TrainEvent.Finished finished -> {
        append(event.type(), finished.report().steps(), finished(finished.report()));
        bar.advance(total, total);
      }
    }
  }

  /** Return the line about a reference, the same for every kind of run. */
  static String told(ReferenceUse use) {
    return "reference: "
        + use.cached()
        + " of "
        + use.rows()
        + " rows from the cache, "
        + use.verified()
        + " of them verified";
  }

  /** Return the warning about a cache that is of no use. */
  static String told(TrainEvent.ReferenceUncached uncached) {
    return "warning: the reference cache "
        + uncached.folder()
        + " cannot be used ("
        + uncached.reason()
        + "); its log-probs are computed, and not kept";
  }

  private static Map<String, Object> read(ReferenceUse use) {
    return Map.of(
        "key", use.key(),
        "rows", use.rows(),
        "cached", use.cached(),
        "verified", use.verified());
  }

  private static Map<String, Object> started(TrainEvent.Started started) {
    return Map.of(
        "steps", started.steps(), "rows", started.rows(), "parameters", started.parameters());
  }

  private Map<String, Object> finished(TrainReport report) {
    return Map.of(
        "epochs", report.epochs(),
        "tokens", report.tokens(),
        "train_loss", report.loss(),
        "model", relative(report.model()));
  }

  private String relative(Path path) {
    return run.folder().toAbsolutePath().relativize(path.toAbsolutePath()).toString();
  }

  private void append(String type, long step, Map<String, Object> values) {
    if (recorded.add(type + " " + stage + " " + step)) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("stage", stage);
      body.put("step", step);
      new java.util.TreeMap<>(values).forEach(body::put);
      run.append(type, 1, body);
    }
  }
}
