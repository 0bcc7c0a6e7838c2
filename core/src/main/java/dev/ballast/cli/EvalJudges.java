package dev.ballast.cli;

import dev.ballast.chat.ChatModel;
import dev.ballast.hub.ModelReference;
import dev.ballast.json.BadInput;
import dev.ballast.judge.Cards;
import dev.ballast.judge.Judged;
import dev.ballast.judge.Protocols;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.task.Finished;
import dev.ballast.task.TaskConfig;
import dev.ballast.task.TaskJudge;
import dev.ballast.task.TaskRun;
import dev.ballast.task.TaskSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The judges of an evaluation, one for each kind that its tasks want; each grades the answers of
 * all its tasks at once, so that a model that is asked is opened once.
 */
record EvalJudges(Map<String, Seat> byKind, Cards cards) {
  /** What a model answered to a task, not graded by a judge yet. */
  record Answered(TaskConfig task, TaskRun run, List<TaskSample> samples) {}

  /**
   * Find the judges.
   *
   * @param names of judges in the place of those that tasks name; may be empty
   * @throws BadInput where a task has no judge of its kind, or a judge no task
   */
  static EvalJudges of(List<String> names, AskingKeys asking, Cards cards, List<TaskConfig> tasks) {
    List<Seat> given = Seat.of(names, asking);
    Map<String, TaskConfig> wanted = new LinkedHashMap<>();
    tasks.stream()
        .filter(task -> !task.judge().isEmpty())
        .forEach(task -> wanted.putIfAbsent(task.judgeKind(), task));
    Map<String, Seat> byKind = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      String kind = given.get(i).scale().word();
      if (!wanted.containsKey(kind)) {
        throw BadInput.of("a judge of " + kind + ", and no task of the suite wants one")
            .key("judge")
            .value(names.get(i))
            .fix(wanted.isEmpty() ? "leave it out" : "the suite wants " + wanted.keySet());
      }
      if (byKind.put(kind, given.get(i)) != null) {
        throw BadInput.of("two judges of " + kind).key("judge").value(names);
      }
    }
    wanted.forEach(
        (kind, task) -> byKind.computeIfAbsent(kind, _ -> own(names, kind, task, tasks)));
    return new EvalJudges(byKind, cards);
  }

  private static Seat own(
      List<String> names, String kind, TaskConfig task, List<TaskConfig> tasks) {
    if (!names.isEmpty()) {
      throw BadInput.of(task.task() + " wants a judge of " + kind + ", and none of these is one")
          .key("judge")
          .value(names)
          .fix("name one more, such as --judge " + String.join(",", names) + "," + kind);
    }
    if (Protocols.known(task.judge())) {
      throw BadInput.of(task.task() + " wants a judge that asks a model")
          .key("judge")
          .value(kind)
          .fix("--judge " + kind + " --judge_model MODEL");
    }
    for (TaskConfig other : tasks) {
      if (other.judgeKind().equals(kind) && !other.judge().equals(task.judge())) {
        throw BadInput.of(task.task() + " and " + other.task() + " want two judges of " + kind)
            .key("judge")
            .value(List.of(task.judge(), other.judge()))
            .fix("name one for both, such as --judge " + task.judge() + ", or run them apart");
      }
    }
    return Seat.shipped(task.judge());
  }

  /** Return the id of each judged task's judge. */
  Map<String, String> ids(List<TaskConfig> tasks) {
    Map<String, String> byKindId = new LinkedHashMap<>();
    byKind.forEach((kind, seat) -> byKindId.put(kind, seat.id()));
    Map<String, String> ids = new LinkedHashMap<>();
    for (TaskConfig task : tasks) {
      Optional.ofNullable(byKindId.get(task.judgeKind())).ifPresent(id -> ids.put(task.task(), id));
    }
    return ids;
  }

  /** Let those judges grade that ask the model that is open: it is not opened again. */
  Map<String, Seat.Said> by(
      Models.Opened<? extends ChatModel> open,
      ModelKeys model,
      List<Answered> all,
      Terminal terminal) {
    Map<String, Seat.Said> said = new LinkedHashMap<>();
    byKind.forEach(
        (kind, seat) -> {
          if (seat instanceof Seat.Asks asks && !asks.taught() && same(asks.model(), model)) {
            said.put(kind, asks.by(open, exchanges(kind, all), terminal.bar(asks.name())));
          }
        });
    return said;
  }

  private static boolean same(String reference, ModelKeys model) {
    return model.base().isEmpty()
        && !(ModelReference.parse(reference) instanceof ModelReference.Endpoint)
        && Models.path(reference).equals(Models.path(model.model()));
  }

  /**
   * Let the other judges grade, and measure every task.
   *
   * @param said by kind, of those that have graded already
   */
  List<Finished> finish(
      List<Answered> all, Map<String, Seat.Said> said, Models.Opening how, Terminal terminal) {
    Map<String, Seat.Said> whole = new LinkedHashMap<>(said);
    byKind.forEach(
        (kind, seat) ->
            whole.computeIfAbsent(kind, _ -> seat.grade(exchanges(kind, all), how, terminal)));
    Map<String, Integer> from = new LinkedHashMap<>();
    List<Finished> finished = new ArrayList<>();
    for (Answered one : all) {
      String kind = one.task().judgeKind();
      Seat.Said judged = whole.get(kind);
      if (judged == null) {
        finished.add(Finished.of(one.task(), one.samples()));
      } else {
        int start = from.getOrDefault(kind, 0);
        from.put(kind, start + one.samples().size());
        finished.add(graded(one, judged, start));
      }
    }
    return finished;
  }

  private Finished graded(Answered one, Seat.Said judged, int start) {
    List<Score> scores =
        judged.rows().subList(start, start + one.samples().size()).stream()
            .map(Judged::score)
            .toList();
    TaskJudge by = new TaskJudge(judged.id(), judged.weights(), cards.error(judged.id()));
    return Finished.of(one.task(), one.run().graded(one.samples(), scores), Optional.of(by));
  }

  private static List<Exchange> exchanges(String kind, List<Answered> all) {
    return all.stream()
        .filter(one -> one.task().judgeKind().equals(kind))
        .flatMap(one -> one.run().exchanges(one.samples()).stream())
        .toList();
  }
}
