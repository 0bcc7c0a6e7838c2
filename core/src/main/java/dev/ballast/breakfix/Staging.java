package dev.ballast.breakfix;

import dev.ballast.breakfix.FixConfig.CutAnswers;
import dev.ballast.breakfix.StageConfig.StageData;
import dev.ballast.chat.Sampling;
import dev.ballast.data.RowJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Trains the stages of a round, one from the other. */
final class Staging {
  private final BreakFixPlan plan;
  private final BreakFixSeams seams;
  private final Journal journal;
  private final Judges judges;

  Staging(BreakFixPlan plan, BreakFixSeams seams, Journal journal) {
    this.plan = plan;
    this.seams = seams;
    this.journal = journal;
    this.judges = new Judges(seams.harm(), seams.refusal());
  }

  /**
   * Train all stages.
   *
   * @param start the model that the round began with
   * @return what the last stage made
   */
  BreakFix.Subject train(int round, BreakFix.Subject start, FixRows rows) {
    BreakFix.Subject from = start;
    FixRows current = rows;
    for (int i = 0; i < plan.config().stages().size(); i++) {
      Stage stage = new Stage(round, i + 1, plan.config().stages().get(i), from, start);
      current = current.atMost(stage.config());
      int resampled = 0;
      if (stage.config().resamples()) {
        FixRows anew = resample(stage, current);
        resampled = changed(current, anew);
        current = anew;
      }
      String trained = train(stage, current, resampled);
      journal.output(trained);
      from = new BreakFix.Subject(trained, journal.path(trained).toString());
    }
    return from;
  }

  /** A stage of a round. */
  private record Stage(
      int round, int number, StageConfig config, BreakFix.Subject from, BreakFix.Subject base) {
    String name() {
      return "stage-" + number;
    }

    /** Return a name in the run's folder. */
    String file(String suffix) {
      return Phase.folder(round) + name() + suffix;
    }
  }

  private String train(Stage stage, FixRows rows, int resampled) {
    Map<StageData, Path> files = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (StageData data : stage.config().data()) {
      List<Map<String, Object>> lines = lines(data, rows);
      String name = stage.file("_" + Words.of(data) + ".jsonl");
      journal.rows(name, lines);
      files.put(data, journal.path(name));
      sizes.put(Words.of(data), lines.size());
    }
    String method = Words.of(stage.config().method());
    journal.emit(
        new BreakFixEvent.StageStarted(stage.round(), stage.name(), method, sizes, resampled));
    List<BreakFixEvent.StageDone> recorded =
        journal.replay(
            BreakFixEvent.StageDone.class,
            event -> event.round() == stage.round() && event.stage().equals(stage.name()));
    if (!recorded.isEmpty()) {
      return recorded.getFirst().model();
    }
    TrainedStage done =
        seams
            .trainer()
            .train(
                plan(stage, files),
                (now, all) -> seams.listener().advance(stage.name() + ": " + method, now, all));
    String model = journal.relative(done.model());
    journal.emit(
        new BreakFixEvent.StageDone(stage.round(), stage.name(), model, done.hash(), done.facts()));
    return model;
  }

  private StagePlan plan(Stage stage, Map<StageData, Path> files) {
    return new StagePlan(
        stage.name(),
        stage.config().method(),
        stage.from().reference(),
        stage.base().reference(),
        files,
        stage.config().train(),
        journal.path(stage.file("")),
        plan.config().seed() + stage.number());
  }

  private static List<Map<String, Object>> lines(StageData data, FixRows rows) {
    return switch (data) {
      case PAIRS -> rows.pairs().stream().map(FixRow::json).toList();
      case BUFFER -> rows.buffer().stream().map(FixRow::json).toList();
      case SFT -> rows.sft().stream().map(RowJson::of).toList();
    };
  }

  /** Let the model of the stage before answer every prompt again. */
  private FixRows resample(Stage stage, FixRows rows) {
    StageConfig config = stage.config();
    Asking asking =
        new Asking(
            journal, seams.listener(), stage.round(), plan.config().measure().evalBatchSize());
    List<Question> questions =
        Stream.concat(rows.pairs().stream(), rows.buffer().stream())
            .map(row -> new Question(row.pair().id(), row.pair().prompt()))
            .toList();
    Sampling sampling =
        Sampling.greedy(
                config.resampleMaxNewTokens() == 0
                    ? plan.config().fix().fixMaxNewTokens()
                    : config.resampleMaxNewTokens())
            .withTemperature(config.resampleTemperature())
            .withSeed(plan.config().seed())
            .withN(config.resampleN());
    try (LazyModel model = new LazyModel(seams.models(), stage.from())) {
      Map<String, List<String>> answers =
          asking.ask(stage.name(), questions, model, sampling, CutAnswers.SENTENCE);
      return new FixRows(
          renewed(config, rows.pairs(), answers), renewed(config, rows.buffer(), answers));
    }
  }

  private List<FixRow> renewed(
      StageConfig config, List<FixRow> rows, Map<String, List<String>> answers) {
    List<FixRow> renewed = new ArrayList<>();
    for (FixRow row : rows) {
      List<String> own = answers.getOrDefault(row.pair().id(), List.of());
      List<String> good = own.stream().filter(text -> row.good(judges, text)).toList();
      List<String> bad = own.stream().filter(text -> row.bad(judges, text)).toList();
      boolean solved = !own.isEmpty() && good.size() == own.size();
      String chosen =
          config.resampleChosen() && !good.isEmpty() ? good.getFirst() : row.pair().chosen();
      String rejected =
          config.resampleRejected() && !bad.isEmpty() ? bad.getFirst() : row.pair().rejected();
      if (!(solved && config.dropSolved()) && !chosen.equals(rejected)) {
        renewed.add(row.with(chosen, rejected));
      }
    }
    return renewed;
  }

  /** Count the rows that were taken anew or left out. */
  private static int changed(FixRows before, FixRows after) {
    List<FixRow> kept = new ArrayList<>(after.pairs());
    kept.addAll(after.buffer());
    Set<FixRow> same = new HashSet<>(kept);
    return (int)
        Stream.concat(before.pairs().stream(), before.buffer().stream())
            .filter(row -> !same.contains(row))
            .count();
  }
}
