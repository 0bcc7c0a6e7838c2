package dev.ballast.task;

import dev.ballast.data.Datasets;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tasks of a run: named one by one, or as families by their {@code tag}. Of a family those are
 * asked whose rows are at hand; the others are told, and never counted as measured.
 *
 * @param absent tasks of families whose rows are not at hand, with the file that is wanted
 */
public record Suites(List<TaskConfig> tasks, List<Absent> absent) {
  /** A task of a family without its rows. */
  public record Absent(TaskConfig task, String file) {}

  /** A task that comes with Ballast, as it is shown. */
  public record Listed(
      String task, List<String> tags, String measures, String licence, String file, int rows) {}

  public Suites {
    tasks = List.copyOf(tasks);
    absent = List.copyOf(absent);
  }

  /**
   * Find what names stand for.
   *
   * @param change of each task, as flags have it
   * @throws BadInput naming a name that is neither task, family nor file, or two tasks of one name
   */
  public static Suites of(List<String> names, TaskFile.Change change, Datasets datasets) {
    Map<String, TaskConfig> tasks = new LinkedHashMap<>();
    List<Absent> absent = new ArrayList<>();
    for (String name : names) {
      List<String> members = family(name);
      for (String member : members.isEmpty() ? List.of(name) : members) {
        TaskConfig task = TaskFile.find(member, change);
        if (!members.isEmpty() && !Docs.present(task, datasets)) {
          absent.add(new Absent(task, Docs.file(task)));
        } else if (tasks.put(task.task(), task) != null) {
          throw BadInput.of("two tasks have one name").key("suite").value(task.task());
        }
      }
    }
    if (tasks.isEmpty()) {
      throw BadInput.of(absent.isEmpty() ? "no task is named" : "no task's rows are at hand")
          .key("suite")
          .value(String.join(",", names))
          .fix(absent.isEmpty() ? TaskFile.USE : "eval --list names the files below --data_root");
    }
    return new Suites(List.copyOf(tasks.values()), absent);
  }

  /** Return the tasks with that tag; none where it is no family. */
  private static List<String> family(String name) {
    return TaskFile.NAMES.contains(name)
        ? List.of()
        : TaskFile.NAMES.stream()
            .filter(task -> TaskFile.find(task).tags().contains(name))
            .toList();
  }

  /** Return the names of all families. */
  public static List<String> families() {
    TreeSet<String> tags = new TreeSet<>();
    TaskFile.NAMES.forEach(name -> tags.addAll(TaskFile.find(name).tags()));
    return List.copyOf(tags);
  }

  /** Show all tasks that come with Ballast; rows are counted where they are at hand, else 0. */
  public static List<Listed> list(Datasets datasets) {
    return TaskFile.NAMES.stream().map(name -> listed(TaskFile.find(name), datasets)).toList();
  }

  private static Listed listed(TaskConfig task, Datasets datasets) {
    boolean present = Docs.present(task, datasets);
    return new Listed(
        task.task(),
        task.tags(),
        task.about("measures"),
        task.about("licence"),
        Docs.file(task),
        present ? Docs.read(task, task.evalSplit(), datasets).size() : 0);
  }
}
