package dev.ballast.cli;

import dev.ballast.config.Config;
import java.util.List;

/** One verb of the command line. */
interface Verb {
  String name();

  /** Return what it does, in one line. */
  String summary();

  /** Return one command that works. */
  String example();

  /** Return the record whose keys are this verb's options. */
  Class<?> keys();

  /** Return the keys that arguments without a name fill, in order. */
  default List<String> positionals() {
    return List.of();
  }

  /** Tell whether the last of {@link #positionals}, a list, takes all arguments that follow. */
  default boolean takesMore() {
    return false;
  }

  /** Return the verb that is meant where these words follow: itself, or one kind of it. */
  default Verb kind(List<String> words) {
    return this;
  }

  /** Tell whether the same command goes on after an interrupt, as those with a run's folder do. */
  default boolean goesOn() {
    return Config.keys(keys()).stream().anyMatch(key -> key.name().equals("output_dir"));
  }

  /**
   * Do the work.
   *
   * @return the exit code: 0 done, 1 done and a gate did not hold
   */
  int run(Call call);
}
