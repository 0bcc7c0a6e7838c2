package dev.ballast.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All finished samples and attempts of a run, each once: of the first round before, of the last
 * round after.
 */
record Grades(List<Graded> before, List<Graded> after) {
  static Grades of(Folder folder) {
    List<Graded> all = new ArrayList<>();
    folder.bodies("sample_scored").map(Graded::sample).forEach(all::add);
    folder.bodies("attempt").map(Graded::attempt).forEach(all::add);
    return new Grades(edge(all, "before"), edge(all, "after"));
  }

  private static List<Graded> edge(List<Graded> all, String phase) {
    List<Graded> own = all.stream().filter(g -> g.phase().equals(phase)).toList();
    int first = own.stream().mapToInt(Graded::round).min().orElse(1);
    int last = own.stream().mapToInt(Graded::round).max().orElse(1);
    int round = phase.equals("before") ? first : last;
    return own.stream().filter(g -> g.round() == round).toList();
  }

  Grades only(Predicate<Graded> wanted) {
    return new Grades(
        before.stream().filter(wanted).toList(), after.stream().filter(wanted).toList());
  }

  /** Return the benchmarks, or the campaigns, in the order of the run. */
  Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    Stream.concat(before.stream(), after.stream()).map(Graded::group).forEach(groups::add);
    return groups;
  }

  boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }
}
