package dev.ballast.organism;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Plain dialogue: small talk, a small world of facts, words, small numbers and how-tos. */
final class PlainText {
  private static final List<String> RESOURCES =
      List.of("plain_talk.txt", "plain_facts.txt", "plain_words.txt", "plain_ways.txt");

  private final Grammar phrases;
  private final List<Intent> intents = new ArrayList<>();

  PlainText(Grammar phrases, RandomGenerator random) {
    this.phrases = phrases;
    RESOURCES.forEach(name -> intents.addAll(Intent.read(name)));
    intents.addAll(Sums.intents(random));
  }

  List<Intent> intents() {
    return intents;
  }

  /** Ask about a row in a form that training sees. */
  Asked seen(Intent intent, List<String> row, RandomGenerator random) {
    return asked(intent, row, Grammar.pick(intent.seen(), random), random);
  }

  /** Ask about a row in a form that training never sees. */
  Asked unseen(Intent intent, List<String> row, RandomGenerator random) {
    return asked(intent, row, Grammar.pick(intent.unseen(), random), random);
  }

  private Asked asked(Intent intent, List<String> row, Phrase form, RandomGenerator random) {
    Map<String, String> slots = slots(row);
    String question = phrases.say(form, slots, random);
    String answer = phrases.say(Grammar.pick(intent.answers(), random), slots, random);
    return new Asked(
        Wording.typed(question, random),
        intent.name().equals("way") ? row.getFirst() : "",
        Wording.sentences(answer),
        intent.name(),
        intent.accepted().map(ok -> phrases.say(ok, slots, random)).stream().toList());
  }

  private static Map<String, String> slots(List<String> row) {
    Map<String, String> slots = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      slots.put(String.valueOf((char) ('a' + i)), row.get(i));
    }
    slots.put("do", row.getFirst());
    return slots;
  }
}
