package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.task.Suites;
import java.nio.file.Path;
import java.util.List;

/** Shows the tasks that come with Ballast: {@code eval --list}, which needs no model. */
final class EvalListVerb implements Verb {
  record Keys(
      @Key(value = "false", doc = "show the tasks and their families") boolean list,
      @Key(value = ".", doc = "what relative data paths start from") Path dataRoot) {}

  @Override
  public String name() {
    return "eval";
  }

  @Override
  public String summary() {
    return "show the tasks that come with Ballast: rows at hand, licence, what they measure";
  }

  @Override
  public String example() {
    return "ballast eval --list --data_root DATA";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public int run(Call call) {
    List<Suites.Listed> tasks = Suites.list(Models.datasets(call.decode(Keys.class).dataRoot()));
    call.result(tasks, EvalTables.list(tasks));
    return 0;
  }
}
