package dev.ballast.cli;

import dev.ballast.ci.Findings;
import dev.ballast.ci.Limit;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.Datasets;
import dev.ballast.eval.LmEvalFiles;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.generate.Precision;
import dev.ballast.task.AnswerFile;
import dev.ballast.task.Answers;
import dev.ballast.task.EvalFolder;
import dev.ballast.task.Finished;
import dev.ballast.task.MetricName;
import dev.ballast.task.Probe;
import dev.ballast.task.Seen;
import dev.ballast.task.Style;
import dev.ballast.task.Suites;
import dev.ballast.task.TaskConfig;
import dev.ballast.task.TaskFile;
import dev.ballast.task.TaskRun;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a model by tasks in lm-eval's YAML, and writes results in its schema. */
final class EvalVerb implements Verb {
  record Keys(
      ModelKeys model,
      @Flat GenerationKeys how,
      @Key(
              value = "[]",
              doc = "tasks and families: names (eval --list shows them), or paths of .yaml")
          List<String> suite,
      @Key(value = "0", doc = "the first so many rows of a task; 0 = all") int limit,
      @Key(doc = "examples before a question, in the place of the task's own")
          Optional<Integer> numFewshot,
      @Key(value = "1234", doc = "which examples are drawn, as lm-eval's") int fewshotSeed,
      @Flat StyleKeys style,
      @Key(
              value = "[]",
              doc =
                  "judges in the place of those that tasks name, one of each kind, as the verb"
                      + " judge has them")
          List<String> judge,
      @Flat AskingKeys asking,
      @Key(doc = "cards measured by own labels, as judge --label writes them", behaviour = false)
          Optional<Path> card,
      @Key(
              doc =
                  "what is done to questions, whose answers stay: typo, synonym, distractor or"
                      + " none; in the place of the task's own")
          Optional<Probe> probe,
      @Key(value = ".", doc = "what relative data paths start from", behaviour = false)
          Path dataRoot,
      @Key(
              value = "results",
              doc = "folder of results_*.json and samples_*.jsonl",
              behaviour = false)
          Path outputDir,
      CiKeys ci,
      @Key(value = "16", doc = "rows decoded at once", behaviour = false) int batchSize,
      @Key(value = "fp32", doc = "arithmetic of the weights; int8 is faster and tells its loss")
          Precision precision) {
    Keys {
      if (limit < 0 || fewshotSeed < 0 || batchSize < 1) {
        throw new IllegalArgumentException(
            "limit and fewshot_seed must be >= 0 and batch_size >= 1");
      }
    }
  }

  @Override
  public String name() {
    return "eval";
  }

  @Override
  public String summary() {
    return "measure a model by tasks in lm-eval's YAML; results in its schema";
  }

  @Override
  public String example() {
    return "ballast eval MODEL --suite arc_easy,gsm8k --data_root DATA --output_dir results";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public Verb kind(List<String> words) {
    return words.contains("--list") ? new EvalListVerb() : this;
  }

  @Override
  public List<String> positionals() {
    return List.of("model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Datasets datasets = Models.datasets(keys.dataRoot());
    Places.folder(keys.outputDir());
    Suites suites =
        Suites.of(keys.suite(), new TaskFile.Change(keys.numFewshot(), keys.probe()), datasets);
    suites
        .absent()
        .forEach(
            one ->
                call.terminal().say("not measured: " + one.task().task() + ", no " + one.file()));
    List<TaskConfig> tasks = suites.tasks();
    keys.ci().check();
    List<Limit> limits = Limit.of(keys.ci().failOn());
    EvalJudges judges = judges(keys, tasks, limits);
    List<TaskRun> runs =
        keys.style().with(keys.model(), style -> runs(keys, datasets, tasks, style));
    Models.Opening opening = new Models.Opening(keys.how(), keys.batchSize(), keys.precision());
    String id;
    List<EvalJudges.Answered> answered;
    Map<String, Seat.Said> said;
    try (Models.Opened<LocalChatModel> opened =
            Models.opened(keys.model(), opening, call.terminal());
        AnswerFile kept = KeptAnswers.open(keys.outputDir())) {
      id = opened.model().id();
      String identity = KeptAnswers.identity(opened.hash(), opening);
      answered = ask(tasks, runs, Answers.of(opened.model(), kept, identity), call.terminal());
      said = judges.by(opened, keys.model(), answered, call.terminal());
    }
    List<Finished> finished = judges.finish(answered, said, opening, call.terminal());
    String date =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSSSSS"));
    Map<String, Object> seen = Map.of(Seen.KEY, Lineage.seen(keys.model(), finished));
    List<Path> files = new LmEvalFiles(keys.outputDir(), date).write(id, finished, seen);
    EvalFolder written = EvalFolder.read(files.getFirst());
    List<String> marks = new ArrayList<>(Seen.marks(written.seen()));
    finished.forEach(task -> task.withoutCard().ifPresent(marks::add));
    Findings findings = Findings.of(written, limits, marks);
    call.result(
        EvalTables.document(suites, finished, files, findings),
        EvalTables.text(finished) + String.join("\n", marks) + "\nresults: " + files.getFirst());
    return keys.ci().tell(findings, call.terminal());
  }

  private static EvalJudges judges(Keys keys, List<TaskConfig> tasks, List<Limit> limits) {
    List<MetricName> measured = MetricName.of(tasks);
    limits.forEach(limit -> limit.check(measured));
    EvalJudges judges =
        EvalJudges.of(keys.judge(), keys.asking(), CardGate.cards(keys.card()), tasks);
    CardGate.check(
        measured,
        metric -> limits.stream().anyMatch(limit -> limit.means(metric)),
        limits.isEmpty() ? Map.of() : judges.ids(tasks),
        judges.cards());
    return judges;
  }

  private static List<EvalJudges.Answered> ask(
      List<TaskConfig> tasks, List<TaskRun> runs, Answers answers, Terminal terminal) {
    List<EvalJudges.Answered> answered = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      TaskConfig task = tasks.get(i);
      answered.add(
          new EvalJudges.Answered(
              task, runs.get(i), runs.get(i).run(answers, terminal.bar(task.task()))));
    }
    if (answers.remembered() > 0) {
      terminal.say(answers.remembered() + " answers were in output_dir already");
    }
    return answered;
  }

  private static List<TaskRun> runs(
      Keys keys, Datasets datasets, List<TaskConfig> tasks, Style style) {
    TaskRun.Plan plan = new TaskRun.Plan(keys.limit(), keys.fewshotSeed(), style);
    return tasks.stream().map(task -> TaskRun.of(task, datasets, plan)).toList();
  }
}
