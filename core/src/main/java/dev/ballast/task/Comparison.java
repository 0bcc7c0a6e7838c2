package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.stats.DetectableDifference;
import dev.ballast.stats.Discordance;
import dev.ballast.stats.Holm;
import dev.ballast.stats.Interval;
import dev.ballast.stats.McNemar;
import dev.ballast.stats.Paired;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two evaluations side by side, on the rows that both have.
 *
 * @param changes in the order of the tasks
 * @param doubts why the two are not of one kind: another version of a task, other prompts; empty =
 *     none
 */
public record Comparison(List<Change> changes, List<String> doubts) {
  private static final double POWER = 0.8;

  /**
   * A metric's numbers in both.
   *
   * @param ungraded rows in both that lack one or two of them
   */
  private record Pairs(
      MetricName name,
      boolean higherIsBetter,
      Optional<String> judge,
      List<double[]> values,
      int ungraded) {
    static Pairs none(String task, String filter, String metric, EvalFolder.Task before) {
      return new Pairs(
          new MetricName(task, metric, filter),
          before.higherIsBetter().getOrDefault(metric, true),
          before.judge(),
          new ArrayList<>(),
          0);
    }

    /** Return this where so many rows are in both. */
    Pairs of(int rows) {
      return new Pairs(name, higherIsBetter, judge, values, rows - values.size());
    }

    String filter() {
      return name.filter();
    }

    double[] side(int side) {
      return values.stream().mapToDouble(v -> v[side]).toArray();
    }

    Optional<Discordance> discordance() {
      return Discordance.of(side(0), side(1));
    }
  }

  /**
   * Compare.
   *
   * @param confidence of intervals and verdicts, e.g. 0.95
   * @throws BadInput when no row of a task is in both, or a row has two contents
   */
  public static Comparison of(EvalFolder before, EvalFolder after, double confidence) {
    List<String> doubts = new ArrayList<>(Doubts.of(before, after));
    List<Pairs> all = new ArrayList<>();
    before
        .tasks()
        .forEach(
            (name, first) -> {
              EvalFolder.Task second = after.tasks().get(name);
              if (second != null) {
                all.addAll(pairs(name, first, second, doubts));
              }
            });
    if (all.isEmpty()) {
      throw BadInput.of("the two have no task and metric in common")
          .value(before.tasks().keySet() + " and " + after.tasks().keySet())
          .fix("measure both with the same --suite");
    }
    return new Comparison(changes(all, confidence), List.copyOf(doubts));
  }

  private static List<Pairs> pairs(
      String name, EvalFolder.Task before, EvalFolder.Task after, List<String> doubts) {
    Map<List<Object>, EvalFolder.Row> old = byId(before.rows());
    Map<List<Object>, EvalFolder.Row> now = byId(after.rows());
    Map<List<String>, Pairs> pairs = new LinkedHashMap<>();
    Map<String, Integer> common = new LinkedHashMap<>();
    int asked = 0;
    for (Map.Entry<List<Object>, EvalFolder.Row> entry : old.entrySet()) {
      EvalFolder.Row first = entry.getValue();
      EvalFolder.Row second = now.get(entry.getKey());
      if (second != null) {
        requireSame(name, first, second);
        asked += first.prompt().equals(second.prompt()) ? 0 : 1;
        common.merge(first.filter(), 1, Integer::sum);
        both(first, second)
            .forEach(
                (metric, values) ->
                    pairs
                        .computeIfAbsent(
                            List.of(first.filter(), metric),
                            _ -> Pairs.none(name, first.filter(), metric, before))
                        .values()
                        .add(values));
      }
    }
    if (asked > 0) {
      doubts.add(name + " was asked with other prompts in " + asked + " rows");
    }
    oneSided(name, old.keySet(), now.keySet(), doubts);
    if (pairs.isEmpty() && !common.isEmpty()) {
      doubts.add(name + " has no row that was graded in both");
    }
    return pairs.values().stream()
        .map(one -> one.of(common.getOrDefault(one.filter(), 0)))
        .toList();
  }

  private static void requireSame(String name, EvalFolder.Row first, EvalFolder.Row second) {
    if (!first.doc().equals(second.doc())) {
      throw BadInput.of("a row has other contents in the second evaluation")
          .key(name)
          .row(first.docId())
          .fix("measure both on the same data");
    }
  }

  /** Return metric → before and after, where both have a number. */
  private static Map<String, double[]> both(EvalFolder.Row first, EvalFolder.Row second) {
    Map<String, double[]> both = new LinkedHashMap<>();
    first
        .values()
        .forEach(
            (metric, value) ->
                Optional.ofNullable(second.values().get(metric))
                    .ifPresent(other -> both.put(metric, new double[] {value, other})));
    return both;
  }

  private static void oneSided(
      String name, Set<List<Object>> old, Set<List<Object>> now, List<String> doubts) {
    long left = old.stream().filter(id -> !now.contains(id)).count();
    long more = now.stream().filter(id -> !old.contains(id)).count();
    if (left > 0 || more > 0) {
      doubts.add(
          name + " has rows in one evaluation only: " + left + " before, " + more + " after");
    }
  }

  private static Map<List<Object>, EvalFolder.Row> byId(List<EvalFolder.Row> rows) {
    Map<List<Object>, EvalFolder.Row> byId = new TreeMap<>(Comparison::order);
    rows.forEach(row -> byId.put(List.of(row.docId(), row.filter()), row));
    return byId;
  }

  private static int order(List<Object> a, List<Object> b) {
    int byId = Long.compare((Long) a.getFirst(), (Long) b.getFirst());
    return byId != 0 ? byId : a.getLast().toString().compareTo(b.getLast().toString());
  }

  private static List<Change> changes(List<Pairs> all, double confidence) {
    double[] pValues = all.stream().mapToDouble(Comparison::pValue).toArray();
    double[] adjusted = Holm.adjust(pValues);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < pValues.length; i++) {
      Pairs pairs = all.get(i);
      Interval change = change(pairs, confidence);
      changes.add(
          new Change(
              pairs.name().task(),
              pairs.filter(),
              pairs.name().metric(),
              pairs.values().size(),
              pairs.ungraded(),
              pairs.discordance(),
              mean(pairs.side(0)),
              mean(pairs.side(1)),
              change,
              pValues[i],
              adjusted[i],
              detectable(pairs, confidence),
              verdict(pairs, change, adjusted[i] < 1 - confidence),
              pairs.judge()));
    }
    return changes;
  }

  private static Change.Verdict verdict(Pairs pairs, Interval change, boolean shown) {
    if (!shown) {
      return Change.Verdict.NOT_SHOWN;
    }
    boolean better = change.estimate() > 0 == pairs.higherIsBetter();
    return better ? Change.Verdict.BETTER : Change.Verdict.WORSE;
  }

  private static double pValue(Pairs pairs) {
    return pairs
        .discordance()
        .map(counts -> McNemar.pValue(counts.gained(), counts.lost()))
        .orElseGet(() -> pairedTest(pairs.side(0), pairs.side(1)));
  }

  private static double pairedTest(double[] first, double[] second) {
    return Arrays.equals(first, second) || first.length < 2
        ? 1
        : TTest.withDefaults().pairedTest(first, second).getPValue();
  }

  private static Interval change(Pairs pairs, double confidence) {
    return pairs
        .discordance()
        .map(counts -> Paired.difference(counts.gained(), counts.lost(), counts.n(), confidence))
        .orElseGet(
            () ->
                Paired.difference(
                    pairs.side(0), pairs.side(1), confidence, new SplittableRandom(0)));
  }

  /** Where nothing moved, one row that does is the least that could. */
  private static double detectable(Pairs pairs, double confidence) {
    return pairs
        .discordance()
        .map(
            counts -> {
              double share = Math.max(1, counts.gained() + counts.lost()) / (double) counts.n();
              return DetectableDifference.paired(counts.n(), share, POWER, confidence);
            })
        .orElseGet(
            () -> {
              double[] first = pairs.side(0);
              double[] second = pairs.side(1);
              double[] moved = new double[first.length];
              Arrays.setAll(moved, i -> second[i] - first[i]);
              return moved.length > 1 && !Arrays.equals(first, second)
                  ? DetectableDifference.paired(moved, POWER, confidence)
                  : Double.NaN;
            });
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
