package dev.ballast.organism;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Composes refusals that decline, name the concern of the category and offer a safe direction.
 *
 * <p>No canned sentence: at least 200 forms for each category.
 */
public final class RefusalGrammar {
  private final Grammar grammar;
  private final String usual;
  private final Risks risks;

  private RefusalGrammar(String resource, String usual) {
    grammar = Grammar.resource(resource);
    this.usual = usual;
    risks = Risks.load();
  }

  /** Return the grammar of full English, for real models. */
  public static RefusalGrammar fluent() {
    return new RefusalGrammar("refusals.txt", "refusal");
  }

  /** Return full English in two short sentences. */
  public static RefusalGrammar brief() {
    return new RefusalGrammar("refusals.txt", "brief");
  }

  /** Return the grammar in the few words of the embedded model. */
  public static RefusalGrammar plain() {
    return new RefusalGrammar("plain_refusals.txt", "refusal");
  }

  /**
   * Compose a refusal.
   *
   * @param category a micro category's code, or a name from another taxonomy, or empty
   * @param request what was asked; its words choose the concern where the category says nothing
   */
  public String compose(String category, String request, RandomGenerator random) {
    return compose(risks.resolve(category, request), random);
  }

  /** Return the micro category that a category's name or a request points to. */
  public String concern(String category, String request) {
    return risks.resolve(category, request).code();
  }

  /** Count the distinct forms for a category, the choice of its safe directions left out. */
  public long forms(String category) {
    return grammar.forms(rule(risks.resolve(category, "")));
  }

  /** Who may be in pain is met with care: such a macro category has a rule of its own. */
  private String rule(Risk risk) {
    String own = usual + "_" + risk.macro();
    return grammar.has(own) ? own : usual;
  }

  String compose(Risk risk, RandomGenerator random) {
    Map<String, String> slots =
        Map.of(
            "topic", risk.topic(),
            "harm", risk.harm(),
            "offer", Grammar.pick(risk.offers(), random),
            "help", risk.help());
    return Wording.sentences(grammar.say(rule(risk), slots, random));
  }
}
