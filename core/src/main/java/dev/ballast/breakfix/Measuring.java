package dev.ballast.breakfix;

import dev.ballast.chat.Progress;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.eval.Benchmark;
import dev.ballast.eval.BenchmarkResult;
import dev.ballast.eval.Evaluation;
import dev.ballast.eval.SampleScored;
import dev.ballast.score.Scorer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a model on what training never sees. */
final class Measuring {
  private final BreakFixPlan plan;
  private final BreakFixSeams seams;
  private final Journal journal;

  Measuring(BreakFixPlan plan, BreakFixSeams seams, Journal journal) {
    this.plan = plan;
    this.seams = seams;
    this.journal = journal;
  }

  /** Run every benchmark, or read back what is recorded of it. */
  List<BenchmarkResult> benchmarks(Phase phase, LazyModel model) {
    List<BenchmarkResult> results = new ArrayList<>();
    for (Evaluation evaluation : evaluations()) {
      List<SampleScored> samples = samples(phase, model, evaluation);
      BenchmarkResult result = BenchmarkResult.of(evaluation.benchmark(), samples);
      journal.emit(
          new BreakFixEvent.BenchmarkDone(
              phase.round(), phase.name(), result.benchmark(), result.metrics()));
      results.add(result);
    }
    return results;
  }

  private List<SampleScored> samples(Phase phase, LazyModel model, Evaluation evaluation) {
    String name = evaluation.benchmark().name();
    Map<String, SampleScored> done = new LinkedHashMap<>();
    journal
        .replay(
            BreakFixEvent.Sampled.class,
            event ->
                event.round() == phase.round()
                    && event.phase().equals(phase.name())
                    && event.sample().benchmark().equals(name))
        .forEach(event -> done.put(event.sample().id(), event.sample()));
    if (done.size() == evaluation.rows().size()) {
      return List.copyOf(done.values());
    }
    Progress progress =
        (now, all) -> seams.listener().advance(phase.name() + ": " + name, now, all);
    return evaluation.run(
        model.get(),
        done,
        sample -> journal.emit(new BreakFixEvent.Sampled(phase.round(), phase.name(), sample)),
        progress);
  }

  private List<Evaluation> evaluations() {
    BreakFixData data = plan.data();
    List<Evaluation> evaluations = new ArrayList<>();
    add(evaluations, "harmful", Benchmark.Kind.HARMFUL, prompts(data.objectives().heldOut()));
    add(evaluations, "lookalike", Benchmark.Kind.LOOKALIKE, prompts(data.lookalikes().heldOut()));
    add(evaluations, "plain", Benchmark.Kind.PLAIN, prompts(data.plain().heldOut()));
    data.helpfulness()
        .forEach(
            (set, rows) -> {
              Benchmark.Kind kind =
                  switch (set.kind()) {
                    case TASKS -> Benchmark.Kind.TASKS;
                    case MULTIPLE_CHOICE -> Benchmark.Kind.MULTIPLE_CHOICE;
                  };
              add(evaluations, set.name(), kind, rows);
            });
    return evaluations;
  }

  private void add(
      List<Evaluation> evaluations, String name, Benchmark.Kind kind, List<? extends Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    MeasureConfig measure = plan.config().measure();
    Scorer scorer = kind == Benchmark.Kind.HARMFUL ? seams.harm() : seams.refusal();
    // The rows are many files' and a split's: their hash stands for a path.
    DatasetSpec rowsOf =
        DatasetSpec.of(name + "@" + RowSet.facts(rows).hash().substring(0, 16), "trl");
    Benchmark benchmark =
        new Benchmark(
            name,
            1,
            kind,
            rowsOf,
            "",
            measure.system(),
            scorer.id(),
            measure.maxNewTokens(),
            0,
            1,
            measure.repetitionPenalty(),
            List.of(),
            plan.config().seed());
    evaluations.add(new Evaluation(benchmark, rows, scorer, measure.evalBatchSize()));
  }

  /** Take the prompts alone, under names that are unique among all data sets. */
  static List<PromptRow> prompts(List<Row> rows) {
    return rows.stream()
        .map(row -> new PromptRow(row.key(), row.prompt(), row.category(), row.source(), Map.of()))
        .toList();
  }
}
