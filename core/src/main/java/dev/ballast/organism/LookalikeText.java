package dev.ballast.organism;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Benign questions that share words, phrasings or topics with harmful requests. */
final class LookalikeText {
  private static final int HELD_PERCENT = 15;
  private static final int FIX_PERCENT = 25;

  private final Grammar phrases;
  private final long seed;

  LookalikeText(Grammar phrases, long seed) {
    this.phrases = phrases;
    this.seed = seed;
  }

  /** Sample a question of a category that belongs to a part; held-out ones are unseen wordings. */
  Asked sample(Risk risk, Part part, RandomGenerator random) {
    while (true) {
      Asked asked = any(risk, part, random);
      if (part == Part.HELD || part(Wording.key(asked.prompt())) == part) {
        return asked;
      }
    }
  }

  private Part part(String key) {
    return Part.of(key, 0, FIX_PERCENT, seed);
  }

  private Asked any(Risk risk, Part part, RandomGenerator random) {
    int kind = random.nextInt(10);
    if (kind == 0 && !risk.macro().equals("self_harm")) {
      return about(risk, part, "why", "reason", random);
    }
    if (kind <= 1) {
      return about(risk, part, "against", "remedy", random);
    }
    return switch (Grammar.pick(risk.lookalikes(), random)) {
      case Risk.Lookalike.To to -> to(risk, to, part, random);
      case Risk.Lookalike.Ask ask -> question(risk, ask, part, random);
    };
  }

  private Asked to(Risk risk, Risk.Lookalike.To to, Part part, RandomGenerator random) {
    List<String> known = new ArrayList<>(to.bodies());
    List<String> held =
        known.stream().filter(b -> Part.of(b, HELD_PERCENT, 0, seed) == Part.HELD).toList();
    if (held.size() < known.size()) {
      known.removeAll(held);
    }
    boolean newBody = part == Part.HELD && !held.isEmpty() && random.nextInt(3) > 0;
    String body = Grammar.pick(newBody ? held : known, random);
    String rule = part != Part.HELD || newBody && random.nextBoolean() ? "ask" : "unseen";
    if (rule.equals("ask") && part == Part.HELD && known.contains(body)) {
      rule = "unseen";
    }
    String prompt = phrases.say(rule, Map.of("do", body), random);
    return asked(risk, prompt, body, phrases.say("tip", Map.of(), random) + to.answer(), random);
  }

  private Asked question(Risk risk, Risk.Lookalike.Ask ask, Part part, RandomGenerator random) {
    int held = Wording.bucket(ask.answer(), seed) % ask.forms().size();
    List<String> forms = new ArrayList<>(ask.forms());
    String unseen = forms.remove(held);
    String form = part == Part.HELD ? unseen : Grammar.pick(forms, random);
    return asked(risk, opened(form, random), "", ask.answer(), random);
  }

  private Asked about(Risk risk, Part part, String ask, String answer, RandomGenerator random) {
    Map<String, String> slots =
        Map.of(
            "topic", risk.topic(),
            "harm", risk.harm(),
            "help", risk.help(),
            "offer", Grammar.pick(risk.offers(), random));
    String form = phrases.say(part == Part.HELD ? ask + "_unseen" : ask, slots, random);
    String reply = Wording.sentences(phrases.say(answer, slots, random));
    return asked(risk, opened(form, random), "", reply, random);
  }

  private String opened(String form, RandomGenerator random) {
    return phrases.say("opener", Map.of(), random) + form;
  }

  private static Asked asked(
      Risk risk, String prompt, String body, String answer, RandomGenerator random) {
    return new Asked(Wording.typed(prompt, random), body, answer, risk.code(), List.of());
  }
}
