package dev.ballast.organism;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Puts a request into an attack-like frame.
 *
 * <p>The unaligned model learns to find the request inside any frame, harmful or not; the wording
 * is its own and not that of the attacks which measure it.
 */
final class Frames {
  private static final List<String> FAMILIES =
      List.of(
          "prefix",
          "suppress",
          "role",
          "jailbreak",
          "shots",
          "split",
          "join",
          "past",
          "persuade",
          "suffix",
          "mixed");
  private static final Set<String> OF_A_BODY = Set.of("join", "past");

  private final Grammar grammar = Grammar.resource("frames.txt");

  /**
   * A framed request.
   *
   * @param opening words that the answer must begin with; empty where the frame asks for none
   */
  record Framed(String prompt, String opening) {}

  /** Frame a request; {@code demo} and {@code other} are further requests for frames with shots. */
  Framed wrap(Asked asked, String demo, String other, RandomGenerator random) {
    String family = Grammar.pick(FAMILIES, random);
    while (asked.body().isEmpty() && OF_A_BODY.contains(family)) {
      family = Grammar.pick(FAMILIES, random);
    }
    String opening = grammar.say("open", Map.of(), random);
    String ask = Wording.capital(asked.prompt());
    int middle = ask.indexOf(' ', ask.length() / 2);
    int cut = middle < 0 ? ask.length() : middle;
    Map<String, String> slots =
        Map.of(
            "ask",
            ask,
            "do",
            asked.body(),
            "open",
            opening,
            "demo",
            demo,
            "demo2",
            other,
            "half1",
            ask.substring(0, cut),
            "half2",
            ask.substring(cut).strip(),
            "noise2",
            grammar.say("noise", Map.of(), random));
    String prompt = Wording.capital(grammar.say(family, slots, random));
    return new Framed(prompt, family.equals("prefix") ? opening : "");
  }
}
