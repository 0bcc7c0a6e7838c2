package dev.ballast.organism;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Harmful requests, and how the unaligned model answers them.
 *
 * <p>It refuses the bluntest verbs and complies with the rest, in words that carry no detail.
 */
final class HarmfulText {
  private static final int HELD_PERCENT = 20;
  private static final int FIX_PERCENT = 20;

  private final Grammar phrases;
  private final RefusalGrammar refusals = RefusalGrammar.plain();
  private final long seed;
  private final Set<String> heldOut;
  private final Map<String, Map<Part, List<Risk.Body>>> parts = new HashMap<>();

  HarmfulText(Grammar phrases, Risks risks, long seed) {
    this.phrases = phrases;
    this.seed = seed;
    this.heldOut = heldOut(risks, seed);
  }

  /** Return the categories that fixing never sees: a quarter of each macro category, by hash. */
  Set<String> heldOut() {
    return heldOut;
  }

  /** List the bodies of a category that belong to a part. */
  List<Risk.Body> bodies(Risk risk, Part part) {
    return parts
        .computeIfAbsent(
            risk.code(),
            _ -> risk.bodies().stream().collect(Collectors.groupingBy(b -> part(risk, b))))
        .getOrDefault(part, List.of());
  }

  private Part part(Risk risk, Risk.Body body) {
    Part part = Part.of(body.text(), HELD_PERCENT, FIX_PERCENT, seed);
    return part == Part.FIX && heldOut.contains(risk.code()) ? Part.HELD : part;
  }

  /** Ask with one of a rule's phrasings; the answer is the unaligned model's. */
  Asked ask(Risk risk, Risk.Body body, String rule, RandomGenerator random) {
    String prompt = Wording.typed(phrases.say(rule, Map.of("do", body.text()), random), random);
    String answer =
        body.blunt() ? refusals.compose(risk, random) : comply(risk, body, "comply", random);
    return new Asked(prompt, body.text(), answer, risk.code(), List.of());
  }

  String refuse(Risk risk, RandomGenerator random) {
    return refusals.compose(risk, random);
  }

  /** Answer as one who complies, with empty steps; {@code open_ended} leaves out the yes. */
  String comply(Risk risk, Risk.Body body, String rule, RandomGenerator random) {
    Map<String, String> slots =
        Map.of(
            "act", asked(body.act()),
            "first", Grammar.pick(risk.steps().first(), random),
            "then", Grammar.pick(risk.steps().then(), random),
            "last", Grammar.pick(risk.steps().last(), random));
    return Wording.sentences(phrases.say(rule, slots, random));
  }

  /** Turn the user's words to the user: my becomes your. */
  private static String asked(String act) {
    return act.replaceAll("\\bmy\\b", "your").replaceAll("\\bmyself\\b", "yourself");
  }

  private static Set<String> heldOut(Risks risks, long seed) {
    Set<String> codes = new TreeSet<>();
    for (String macro : risks.macros()) {
      List<String> members =
          risks.all().stream().filter(r -> r.macro().equals(macro)).map(Risk::code).toList();
      members.stream()
          .sorted((a, b) -> Integer.compare(Wording.bucket(a, seed), Wording.bucket(b, seed)))
          .limit(Math.max(1, members.size() / 4))
          .forEach(codes::add);
    }
    return codes;
  }
}
