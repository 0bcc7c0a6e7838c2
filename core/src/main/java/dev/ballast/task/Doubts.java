package dev.ballast.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says why two evaluations are not of one kind, as far as their results tell it. */
public final class Doubts {
  private Doubts() {}

  /**
   * Return sentences, none where they are of one kind: another schema, another version of a task,
   * other templates or examples, a task in one only.
   */
  public static List<String> of(EvalFolder before, EvalFolder after) {
    List<String> doubts = new ArrayList<>(before.doubts());
    doubts.addAll(after.doubts());
    Set<String> names = new LinkedHashSet<>(before.tasks().keySet());
    names.addAll(after.tasks().keySet());
    for (String name : names) {
      EvalFolder.Task first = before.tasks().get(name);
      EvalFolder.Task second = after.tasks().get(name);
      if (first != null && second != null) {
        doubts.addAll(of(name, first, second));
      } else {
        doubts.add(name + " was measured " + (first == null ? "after" : "before") + " only");
      }
    }
    return doubts;
  }

  /** Return sentences about a task that both have. */
  public static List<String> of(String name, EvalFolder.Task first, EvalFolder.Task second) {
    List<String> doubts = new ArrayList<>();
    if (!first.version().equals(second.version())) {
      doubts.add(
          name + " has version " + first.version() + " before, " + second.version() + " after");
    }
    first
        .asked()
        .forEach(
            (key, value) -> {
              if (!second.asked().getOrDefault(key, value).equals(value)) {
                doubts.add(name + " was asked with another " + key);
              }
            });
    return doubts;
  }
}
