package dev.ballast.report;

import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses sample conversations by rule, so that nobody picks the pretty ones: of each kind and each
 * change of verdict, the first few by hash.
 */
final class SampleReader {
  private static final int PER_CHANGE = 2;
  private static final int PROMPT_CAP = 900;
  private static final int ANSWER_CAP = 1_400;

  private SampleReader() {}

  static Figures.Samples read(Grades grades) {
    Map<String, Map<String, List<Figures.Sample>>> kinds = new LinkedHashMap<>();
    for (String group : grades.groups()) {
      pairs(grades.only(g -> g.group().equals(group)))
          .forEach(
              pair ->
                  kinds
                      .computeIfAbsent(pair.kind(), _ -> new TreeMap<>())
                      .computeIfAbsent(
                          pair.before().verdict() + "\n" + pair.after().verdict(),
                          _ -> new ArrayList<>())
                      .add(pair));
    }
    List<Figures.Change> changes = new ArrayList<>();
    List<Figures.Sample> shown = new ArrayList<>();
    kinds.forEach(
        (kind, groups) ->
            groups.values().stream()
                .sorted(Comparator.comparingInt(pairs -> -pairs.size()))
                .forEach(pairs -> choose(kind, pairs, changes, shown)));
    return new Figures.Samples(changes, shown);
  }

  private static void choose(
      String kind,
      List<Figures.Sample> pairs,
      List<Figures.Change> changes,
      List<Figures.Sample> shown) {
    Figures.Sample first = pairs.getFirst();
    changes.add(
        new Figures.Change(kind, first.before().verdict(), first.after().verdict(), pairs.size()));
    pairs.stream()
        .sorted(Comparator.comparing(pair -> Hashes.of(pair.kind() + "\n" + pair.id())))
        .limit(PER_CHANGE)
        .forEach(shown::add);
  }

  private static List<Figures.Sample> pairs(Grades own) {
    Map<String, Graded> after = new LinkedHashMap<>();
    own.after().forEach(g -> after.put(g.id(), g));
    List<Figures.Sample> pairs = new ArrayList<>();
    for (Graded old : own.before()) {
      Graded now = after.remove(old.id());
      pairs.add(sample(old, answer(old), now == null ? Figures.Answer.NONE : answer(now)));
    }
    after.values().forEach(now -> pairs.add(sample(now, Figures.Answer.NONE, answer(now))));
    return pairs;
  }

  private static Figures.Sample sample(Graded of, Figures.Answer before, Figures.Answer after) {
    return new Figures.Sample(
        kind(of),
        of.id(),
        of.category(),
        of.attack(),
        clip(of.prompt(), PROMPT_CAP),
        before,
        after,
        of.sensitive());
  }

  private static String kind(Graded of) {
    return of.attempt()
        ? "Attacks: " + Words.name(of.group().substring(Graded.ATTACK.length()))
        : Words.capital(Words.name(of.group()));
  }

  private static Figures.Answer answer(Graded of) {
    return new Figures.Answer(
        clip(of.response(), ANSWER_CAP), of.verdict(), of.undecided() ? of.why() : "");
  }

  private static String clip(String text, int cap) {
    if (text.length() <= cap) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(cap - 1)) ? cap - 1 : cap;
    return text.substring(0, end) + " … (" + Words.count(text.length() - end) + " more characters)";
  }
}
