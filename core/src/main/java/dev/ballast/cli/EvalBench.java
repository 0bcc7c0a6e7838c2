package dev.ballast.cli;

import dev.ballast.chat.Progress;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.task.Answers;
import dev.ballast.task.Memory;
import dev.ballast.task.MetricName;
import dev.ballast.task.Style;
import dev.ballast.task.TaskFile;
import dev.ballast.task.TaskRun;
import dev.ballast.task.TaskSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Multiple choice of ARC-Easy, asked and graded, by a model that it closes. */
final class EvalBench implements AutoCloseable {
  private final LocalChatModel model;
  private final TaskRun task;

  EvalBench(LocalChatModel model, Path dataRoot, int rows) {
    this.model = model;
    task =
        TaskRun.of(
            TaskFile.find("arc_easy"),
            Models.datasets(dataRoot),
            new TaskRun.Plan(rows, 1234, Style.PLAIN));
  }

  /**
   * What a round gave.
   *
   * @param rate choices a second, their text's way to tokens included
   * @param acc share of right answers
   */
  record Round(double rate, double acc) {}

  /** Ask all rows anew. */
  Round round() {
    long started = System.nanoTime();
    List<TaskSample> samples = task.run(Answers.of(model, Memory.none(), ""), Progress.none());
    double seconds = (System.nanoTime() - started) / 1e9;
    int choices = samples.stream().mapToInt(sample -> sample.answers().size()).sum();
    double acc = samples.stream().mapToDouble(sample -> acc(sample)).average().orElseThrow();
    return new Round(choices / seconds, acc);
  }

  private static double acc(TaskSample sample) {
    return sample.values().getOrDefault(MetricName.UNFILTERED, Map.of()).getOrDefault("acc", 0.0);
  }

  @Override
  public void close() {
    model.close();
  }
}
