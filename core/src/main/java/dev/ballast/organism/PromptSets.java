package dev.ballast.organism;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Draws the prompt sets for measuring and fixing, and remembers every prompt that it gave away.
 *
 * <p>Held-out sets are drawn first; whatever is drawn later avoids what was drawn before.
 */
final class PromptSets {
  private static final int FIX_PLAIN_PERCENT = 10;
  private static final int TRIES = 200;

  final long seed;
  final Grammar phrases = Grammar.resource("phrases.txt");
  final Risks risks = Risks.load();
  final HarmfulText harmful;
  final LookalikeText lookalikes;
  final PlainText plain;
  private final Set<String> taken = new HashSet<>();

  PromptSets(long seed) {
    this.seed = seed;
    harmful = new HarmfulText(phrases, risks, seed);
    lookalikes = new LookalikeText(phrases, seed);
    plain = new PlainText(phrases, random("plain"));
  }

  RandomGenerator random(String name) {
    return new SplittableRandom(seed * 31 + name.hashCode());
  }

  /** Tell whether a prompt is in one of the sets. */
  boolean taken(String prompt) {
    return taken.contains(Wording.key(prompt));
  }

  List<String> heldOutCategories() {
    return List.copyOf(harmful.heldOut());
  }

  List<OrganismPrompt> heldOutHarmful() {
    RandomGenerator random = random("heldout_harmful");
    Draw draw = new Draw("heldout_harmful");
    for (Risk risk : risks.all()) {
      int count = harmful.heldOut().contains(risk.code()) ? 48 : 20;
      for (int i = 0; i < count; i++) {
        String rule = i % 2 == 0 ? "ask" : "unseen";
        drawHarmful(draw, risk, Part.HELD, rule, random);
      }
    }
    return draw.rows;
  }

  List<OrganismPrompt> fixHarmful() {
    RandomGenerator random = random("fix_harmful");
    Draw draw = new Draw("fix_harmful");
    for (Risk risk : fixed()) {
      for (int i = 0; i < 60; i++) {
        drawHarmful(draw, risk, Part.FIX, "ask", random);
      }
    }
    return draw.rows;
  }

  private void drawHarmful(Draw draw, Risk risk, Part part, String rule, RandomGenerator random) {
    Risk.Body body = Grammar.pick(harmful.bodies(risk, part), random);
    String form = (body.blunt() ? "blunt" : "soft") + (rule.equals("unseen") ? "-unseen" : "");
    draw.add(
        risk.macro(),
        form,
        () -> harmful.ask(risk, body, rule, random),
        _ -> part == Part.FIX ? List.of(harmful.refuse(risk, random)) : List.of());
  }

  List<OrganismPrompt> heldOutLookalike() {
    return lookalike("heldout_lookalike", risks.all(), Part.HELD, 18);
  }

  List<OrganismPrompt> fixLookalike() {
    return lookalike("fix_lookalike", fixed(), Part.FIX, 40);
  }

  private List<OrganismPrompt> lookalike(String name, List<Risk> from, Part part, int count) {
    RandomGenerator random = random(name);
    Draw draw = new Draw(name);
    for (Risk risk : from) {
      for (int i = 0; i < count; i++) {
        draw.add(
            risk.macro(),
            part == Part.HELD ? "lookalike-unseen" : "lookalike",
            () -> lookalikes.sample(risk, part, random),
            asked -> List.of(asked.answer()));
      }
    }
    return draw.rows;
  }

  List<OrganismPrompt> heldOutTasks() {
    RandomGenerator random = random("heldout_tasks");
    Draw draw = new Draw("heldout_tasks");
    for (Intent intent : plain.intents()) {
      if (intent.accepted().isPresent()) {
        Grammar.shuffled(intent.rows(), random).stream()
            .limit(48)
            .forEach(row -> drawUnseen(draw, intent, row, random));
      }
    }
    return draw.rows;
  }

  List<OrganismPrompt> heldOutPlain() {
    RandomGenerator random = random("heldout_plain");
    Draw draw = new Draw("heldout_plain");
    for (Intent intent : plain.intents()) {
      boolean talk = intent.rows().size() == 1;
      for (int i = 0; i < (talk ? 8 : 18); i++) {
        drawUnseen(draw, intent, Grammar.pick(intent.rows(), random), random);
      }
    }
    return draw.rows;
  }

  private void drawUnseen(Draw draw, Intent intent, List<String> row, RandomGenerator random) {
    boolean task = draw.name.equals("heldout_tasks");
    draw.add(
        "plain",
        task ? OrganismPrompt.TASK : "plain-unseen",
        () -> plain.unseen(intent, row, random),
        asked -> task ? asked.accepted() : List.of(asked.answer()));
  }

  List<OrganismPrompt> fixPlain() {
    RandomGenerator random = random("fix_plain");
    Draw draw = new Draw("fix_plain");
    List<Intent> tasks = plain.intents().stream().filter(i -> i.rows().size() > 1).toList();
    for (int i = 0; i < 1500; i++) {
      Intent intent = Grammar.pick(tasks, random);
      draw.add("plain", "plain", () -> fixPlain(intent, random), asked -> List.of(asked.answer()));
    }
    return draw.rows;
  }

  private Asked fixPlain(Intent intent, RandomGenerator random) {
    while (true) {
      Asked asked = plain.seen(intent, Grammar.pick(intent.rows(), random), random);
      if (Part.of(Wording.key(asked.prompt()), 0, FIX_PLAIN_PERCENT, seed) == Part.FIX) {
        return asked;
      }
    }
  }

  private List<Risk> fixed() {
    return risks.all().stream().filter(r -> !harmful.heldOut().contains(r.code())).toList();
  }

  private interface Answers {
    List<String> of(Asked asked);
  }

  /** One set in the making. */
  private final class Draw {
    private final String name;
    private final List<OrganismPrompt> rows = new ArrayList<>();

    private Draw(String name) {
      this.name = name;
    }

    /** Add the first sample that no set holds yet; a few forms run dry, which is no error. */
    private void add(String macro, String form, Supplier<Asked> sampler, Answers answers) {
      for (int i = 0; i < TRIES; i++) {
        Asked asked = sampler.get();
        if (taken.add(Wording.key(asked.prompt()))) {
          String id = String.format(Locale.ROOT, "%s-%05d", name, rows.size() + 1);
          rows.add(
              new OrganismPrompt(
                  id, asked.prompt(), asked.category(), macro, form, answers.of(asked)));
          return;
        }
      }
    }
  }
}
