package dev.ballast.eval;

import java.util.List;
import java.util.Map;

/** A finished task in the words of lm-eval's result files. */
public interface LmEvalTask {
  String name();

  /** Return what rises when scores change. */
  Object version();

  /** Return how many examples stand before a question. */
  int shots();

  /** Return {@code metric,filter} and {@code metric_stderr,filter}, beside what names the task. */
  Map<String, Object> scores();

  /** Return the task's own keys. */
  Map<String, Object> config();

  /** Return by metric which way is better. */
  Map<String, Boolean> directions();

  /** Return {@code original} and {@code effective} numbers of rows, as far as they are known. */
  Map<String, Object> counts();

  /** Return the lines of the samples' file, one a row and filter. */
  List<Map<String, Object>> lines();
}
