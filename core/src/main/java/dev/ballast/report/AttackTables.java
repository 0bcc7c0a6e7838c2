package dev.ballast.report;

import dev.ballast.stats.Wilson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Attack success rates, folded from the attempts. */
record AttackTables(Grades attempts) {
  /** The label of a campaign's first row. */
  static final String ALL = "All families";

  private static final double CONFIDENCE = 0.95;

  static AttackTables of(Grades grades) {
    return new AttackTables(grades.only(Graded::attempt));
  }

  /** Return a table for each campaign that ran before or after: all families, then each. */
  List<Figures.Table> families() {
    List<Figures.Table> tables = new ArrayList<>();
    for (String group : attempts.groups()) {
      Grades own = attempts.only(g -> g.group().equals(group));
      Set<String> names = new LinkedHashSet<>();
      own.before().forEach(g -> names.add(g.attack()));
      own.after().forEach(g -> names.add(g.attack()));
      List<Comparison> rows = new ArrayList<>();
      rows.add(row(ALL, own));
      for (String name : names) {
        rows.add(row(Words.plain(name), own.only(g -> g.attack().equals(name))));
      }
      tables.add(new Figures.Table(title(group), rows));
    }
    return tables;
  }

  /** Return the success rate of held-out families, the fourth number of the headline. */
  Optional<Comparison> heldOut() {
    Grades own = attempts.only(g -> g.group().equals(Graded.ATTACK + "held_out"));
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(row("Attack success, families never trained on", own));
  }

  List<Figures.Table> categories() {
    Grades own = attempts.only(g -> !g.category().isEmpty());
    Set<String> names = new TreeSet<>();
    Stream.concat(own.before().stream(), own.after().stream())
        .forEach(g -> names.add(g.category()));
    List<Comparison> rows =
        names.stream()
            .map(name -> row(Words.plain(name), own.only(g -> g.category().equals(name))))
            .toList();
    return rows.isEmpty()
        ? List.of()
        : List.of(new Figures.Table("Attack success by category", rows));
  }

  private static String title(String group) {
    return Words.capital(Words.name(group.substring(Graded.ATTACK.length())));
  }

  private static Comparison row(String label, Grades own) {
    Function<List<Graded>, Optional<Value>> rate = AttackTables::rate;
    return new Comparison(
        "asr", label, rate.apply(own.before()), rate.apply(own.after()), Comparison.Better.LOWER);
  }

  private static Optional<Value> rate(List<Graded> all) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int won = (int) all.stream().filter(Graded::success).count();
    int undecided = (int) all.stream().filter(g -> g.undecided() || g.error()).count();
    return Optional.of(Value.of(Wilson.interval(won, all.size(), CONFIDENCE), undecided));
  }
}
