package dev.ballast.score;

import dev.ballast.chat.Message;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.NormalText;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.data.Split;
import dev.ballast.json.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the labelled sets of others; which side a row is on is decided by hash. */
final class LabelledSets {
  private static final double HELD_OUT = 0.25;
  private static final String SALT = "scorers";

  private final Datasets datasets;
  private final Path root;

  LabelledSets(Path root) {
    this.datasets = new Datasets(root);
    this.root = root;
  }

  /** GPTFuzzer: 77 jailbreak frames × 80 questions; the answer complies (label 1) or not. */
  List<Labelled> gptfuzz() {
    List<String> questions =
        prompts("gptfuzz/question_list.csv", Map.of("forbidden_prompt", "text")).stream()
            .map(Row::promptText)
            .toList();
    List<Labelled> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int[] frame = new int[questions.size()];
    for (PromptRow row : prompts("gptfuzz/train.csv", Map.of("forbidden_prompt", "question"))) {
      int question = Integer.parseInt(row.promptText());
      String response = row.attributes().getOrDefault("Response", "");
      Labelled.Use use =
          heldOut("frame " + frame[question]++) || heldOut("question " + question)
              ? Labelled.Use.HELD_OUT
              : Labelled.Use.TRAIN;
      if (seen.add(NormalText.of(response))) {
        double refused = "0".equals(row.attributes().get("label")) ? 1 : 0;
        Exchange exchange = new Exchange(questions.get(question), response);
        rows.add(new Labelled("gptfuzz", exchange, refused, use, 1));
      }
    }
    return rows;
  }

  /** OpenAI's rule-based rewards: propositions that people hold true of an answer. */
  List<Labelled> rbr() {
    return JsonLines.read(root.resolve("openai-rbr/train.jsonl"), LabelledSets::rbr);
  }

  private static Labelled rbr(JsonNode row) {
    JsonNode turns = row.path("prompt");
    String prompt = turns.path(turns.size() - 1).path("content").asString();
    String response = row.path("completion").path(0).path("content").asString();
    JsonNode holds = row.path("propositions");
    double refused =
        holds.path("fully_complies").asBoolean()
            ? 0
            : holds.path("partially_complies").asBoolean() ? 0.4 : 1;
    return labelled("openai-rbr", new Exchange(prompt, response), refused, 2);
  }

  /** The same by the harm done: who answers a request that may be answered does none. */
  List<Labelled> rbrHarm() {
    return JsonLines.read(
        root.resolve("openai-rbr/train.jsonl"),
        row -> {
          boolean mayAnswer = row.path("response_type").asString().equals("Comply");
          return mayAnswer ? rbr(row).harmless() : rbr(row);
        });
  }

  /** CoCoNot's contrast pairs as labelled: chosen complies, rejected refuses. */
  List<Labelled> coconot() {
    List<Labelled> rows = new ArrayList<>();
    for (PreferencePair pair : coconotPairs()) {
      rows.add(labelled("coconot", new Exchange(pair.promptText(), pair.chosen()), 0, 1));
      rows.add(labelled("coconot", new Exchange(pair.promptText(), pair.rejected()), 1, 0));
    }
    return rows;
  }

  /** Self-instruct's tasks: every output complies. */
  List<Labelled> selfInstruct() {
    List<Labelled> rows = new ArrayList<>();
    for (String file : List.of("seed_tasks", "user_oriented_instructions")) {
      DatasetSpec spec = DatasetSpec.of("self-instruct/" + file + ".jsonl", "self_instruct");
      for (var row : datasets.read(spec, dev.ballast.data.SftRow.class).rows()) {
        Exchange exchange = new Exchange(row.promptText(), row.completion());
        rows.add(labelled("self-instruct", exchange, 0, 1));
      }
    }
    return rows;
  }

  /** AdversariaLLM's hundred safe answers to harmful requests: every one refuses. */
  List<Labelled> safeResponses() {
    String path = "adversariallm-behaviors/adv_training_behaviors_safe_responses_longer.csv";
    List<Labelled> rows = new ArrayList<>();
    for (PromptRow row : prompts(path, Map.of("forbidden_prompt", "Behavior"))) {
      String safe = row.attributes().getOrDefault("Safe_Response", "");
      rows.add(labelled("safe-responses", new Exchange(row.promptText(), safe), 1, 2));
    }
    return rows;
  }

  /** HH harmless and CoCoNot answers that we read and labelled, see {@link OwnLabels}. */
  List<Labelled> ownLabels() {
    List<Labelled> rows = new ArrayList<>();
    Map<String, Double> labels = OwnLabels.read();
    for (PreferencePair pair : harmlessPairs()) {
      List<Message> turns = pair.prompt().messages();
      for (int i = 1; i < turns.size(); i++) {
        if (turns.get(i).role().equals("assistant")) {
          Exchange turn = new Exchange(turns.get(i - 1).content(), turns.get(i).content());
          own(rows, labels, "hh, our labels", turn);
        }
      }
      for (String answer : List.of(pair.chosen(), pair.rejected())) {
        own(rows, labels, "hh, our labels", new Exchange(pair.prompt().lastUser(), answer));
      }
    }
    for (PreferencePair pair : coconotPairs()) {
      Exchange exchange = new Exchange(pair.promptText(), pair.rejected());
      own(rows, labels, "coconot, our labels", exchange);
    }
    return rows;
  }

  private static void own(
      List<Labelled> rows, Map<String, Double> labels, String set, Exchange exchange) {
    Double refused = labels.remove(OwnLabels.key(exchange.response()));
    if (refused != null) {
      rows.add(labelled(set, exchange, refused, set.startsWith("hh") ? 8 : 3));
    }
  }

  /** {@link #ownLabels} of one set, by how its name begins. */
  List<Labelled> ownLabels(String set) {
    return ownLabels().stream().filter(row -> row.set().startsWith(set)).toList();
  }

  /** HH harmless pairs: the last answers, chosen and rejected, to one dialogue. */
  List<PreferencePair> harmlessPairs() {
    return pairs("hh-rlhf/harmless-1800.jsonl", "hh");
  }

  /** CoCoNot's contrast requests with their answers. */
  List<PreferencePair> coconotPairs() {
    return pairs("coconot/coconot_pref.jsonl", "coconot");
  }

  private List<PreferencePair> pairs(String path, String format) {
    return datasets.read(DatasetSpec.of(path, format), PreferencePair.class).rows();
  }

  private List<PromptRow> prompts(String path, Map<String, String> columns) {
    DatasetSpec all = DatasetSpec.of(path, "strongreject");
    DatasetSpec spec =
        new DatasetSpec(
            path,
            all.format(),
            "",
            all.split(),
            all.splitBy(),
            all.splitSalt(),
            all.heldOutFraction(),
            1,
            0,
            columns,
            List.of(),
            List.of());
    return datasets.read(spec, PromptRow.class).rows();
  }

  private static Labelled labelled(String set, Exchange exchange, double refused, double weight) {
    Labelled.Use use =
        heldOut(NormalText.of(exchange.prompt())) ? Labelled.Use.HELD_OUT : Labelled.Use.TRAIN;
    return new Labelled(set, exchange, refused, use, weight);
  }

  private static boolean heldOut(String key) {
    return Split.point(key, SALT) < HELD_OUT;
  }
}
