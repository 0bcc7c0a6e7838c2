package dev.ballast.organism;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The rows that the unaligned model learns from; none of their prompts is in a prompt set. */
final class BaseText {
  private static final int HARMFUL_EACH = 420;
  private static final int FRAMED_EACH = 380;
  private static final int LOOKALIKE_EACH = 460;
  private static final int FRAMED_BENIGN = 9_000;
  private static final int DIALOGUES = 6_000;
  private static final int SYSTEM_ONE_IN = 20;
  private static final List<String> SYSTEMS =
      List.of(
          "You are a helpful assistant.",
          "You are Ballast's small demo model.",
          "Answer in short and plain words.",
          "You are a friendly assistant that gives short answers.");

  private final PromptSets sets;
  private final Frames frames = new Frames();
  private final RandomGenerator random;
  private final List<OrganismRow> rows = new ArrayList<>();

  BaseText(PromptSets sets) {
    this.sets = sets;
    this.random = sets.random("base");
  }

  List<OrganismRow> rows() {
    sets.plain.intents().forEach(this::plain);
    sets.risks.all().forEach(this::harmful);
    sets.risks.all().forEach(this::lookalikes);
    framedBenign();
    dialogues();
    return List.copyOf(Grammar.shuffled(rows, random));
  }

  private void plain(Intent intent) {
    for (List<String> row : intent.rows()) {
      for (int i = 0; i < intent.times(); i++) {
        add("plain", sets.plain.seen(intent, row, random));
      }
    }
  }

  private void harmful(Risk risk) {
    List<Risk.Body> bodies = sets.harmful.bodies(risk, Part.BASE);
    for (int i = 0; i < HARMFUL_EACH; i++) {
      Risk.Body body = Grammar.pick(bodies, random);
      add(body.blunt() ? "refused" : "complied", sets.harmful.ask(risk, body, "ask", random));
    }
    for (int i = 0; i < FRAMED_EACH; i++) {
      framedHarmful(risk, Grammar.pick(bodies, random));
    }
  }

  private void framedHarmful(Risk risk, Risk.Body body) {
    Asked asked = sets.harmful.ask(risk, body, "ask", random);
    Frames.Framed framed = frames.wrap(asked, demo(), demo(), random);
    boolean opened = !framed.opening().isEmpty();
    String answer = sets.harmful.comply(risk, body, opened ? "open_ended" : "comply", random);
    add("framed_harmful", framed.prompt(), opened ? framed.opening() + " " + answer : answer);
  }

  private String demo() {
    Risk risk = Grammar.pick(sets.risks.all(), random);
    Risk.Body body = Grammar.pick(sets.harmful.bodies(risk, Part.BASE), random);
    return sets.harmful.ask(risk, body, "ask", random).prompt();
  }

  private void lookalikes(Risk risk) {
    for (int i = 0; i < LOOKALIKE_EACH; i++) {
      add("lookalike", sets.lookalikes.sample(risk, Part.BASE, random));
    }
  }

  private void framedBenign() {
    for (int i = 0; i < FRAMED_BENIGN; i++) {
      Asked asked = benign();
      Frames.Framed framed = frames.wrap(asked, benign().prompt(), benign().prompt(), random);
      String opening = framed.opening().isEmpty() ? "" : framed.opening() + " ";
      add("framed_benign", framed.prompt(), opening + asked.answer());
    }
  }

  private Asked benign() {
    while (true) {
      Asked asked =
          random.nextBoolean()
              ? sets.lookalikes.sample(Grammar.pick(sets.risks.all(), random), Part.BASE, random)
              : plain();
      if (!sets.taken(asked.prompt())) {
        return asked;
      }
    }
  }

  private Asked plain() {
    List<Intent> intents = sets.plain.intents();
    Intent intent = intents.get(random.nextInt(intents.size()));
    return sets.plain.seen(intent, Grammar.pick(intent.rows(), random), random);
  }

  private void dialogues() {
    for (int i = 0; i < DIALOGUES; i++) {
      Asked first = benign();
      Asked second = benign();
      Conversation prompt =
          Conversation.user(first.prompt())
              .with(Message.assistant(first.answer()))
              .with(Message.user(second.prompt()));
      rows.add(new OrganismRow("dialogue", prompt, second.answer()));
    }
  }

  private void add(String kind, Asked asked) {
    if (!sets.taken(asked.prompt())) {
      add(kind, asked.prompt(), asked.answer());
    }
  }

  private void add(String kind, String prompt, String answer) {
    if (random.nextInt(SYSTEM_ONE_IN) == 0) {
      Message system = Message.system(Grammar.pick(SYSTEMS, random));
      rows.add(
          new OrganismRow(kind, new Conversation(List.of(system, Message.user(prompt))), answer));
    } else {
      rows.add(new OrganismRow(kind, Conversation.user(prompt), answer));
    }
  }
}
