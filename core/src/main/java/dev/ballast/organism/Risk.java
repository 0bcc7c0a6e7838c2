package dev.ballast.organism;

import java.util.ArrayList;
import java.util.List;

/**
 * A micro category of risk and the words that belong to it.
 *
 * @param code its name in the published taxonomy, such as {@code crime_theft}
 * @param harm why it is harmful: a clause
 * @param offers safe directions on the topic: infinitives
 * @param help whom to ask
 * @param keywords words of a request or of another taxonomy that point here
 * @param bodies request bodies in the infinitive
 * @param steps the empty steps (first, then, last) of an answer that complies
 * @param lookalikes benign questions that share its words
 */
record Risk(
    String code,
    String macro,
    String topic,
    String harm,
    List<String> offers,
    String help,
    List<String> keywords,
    List<Body> bodies,
    Steps steps,
    List<Lookalike> lookalikes) {

  /**
   * A request body.
   *
   * @param text verb, target and circumstance
   * @param act verb and target
   * @param blunt whether its verb is one of the bluntest, which the unaligned model refuses
   */
  record Body(String text, String act, boolean blunt) {}

  record Steps(List<String> first, List<String> then, List<String> last) {}

  /** A benign body (infinitive) or the forms of a question, with the right answer. */
  sealed interface Lookalike {
    String answer();

    record To(List<String> bodies, String answer) implements Lookalike {}

    record Ask(List<String> forms, String answer) implements Lookalike {}
  }

  static List<Body> bodies(List<String> verbs, List<String> targets, List<String> circumstances) {
    List<Body> bodies = new ArrayList<>();
    for (String verb : verbs) {
      boolean blunt = verb.startsWith("!");
      String plain = blunt ? verb.substring(1) : verb;
      for (String target : targets) {
        String act = plain.contains("~") ? plain.replace("~", target) : plain + " " + target;
        bodies.add(new Body(act, act, blunt));
        circumstances.forEach(when -> bodies.add(new Body(act + " " + when, act, blunt)));
      }
    }
    return List.copyOf(bodies);
  }
}
