package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.judge.Cards;
import dev.ballast.judge.JudgeCard;
import dev.ballast.judge.Label;
import dev.ballast.judge.LabelItem;
import dev.ballast.judge.Labelling;
import dev.ballast.judge.Scale;
import dev.ballast.ledger.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code judge --label}: a person settles what judges said, and their cards are measured by it. */
final class LabelVerb implements Verb {
  record Keys(
      @Key(value = "true", doc = "ask a person for labels") boolean label,
      @Key(doc = "JSONL: rows that `judge` graded, or its file of disagreements") Path data,
      @Key(doc = "JSONL of labels; it is gone on with where it is there") Path output,
      @Key(doc = "file of cards: each judge's is measured by the labels") Optional<Path> card,
      @Key(value = "false", doc = "show every text unasked") boolean show) {}

  @Override
  public String name() {
    return "judge";
  }

  @Override
  public String summary() {
    return "label graded answers in the terminal; disagreements of judges first";
  }

  @Override
  public String example() {
    return "ballast judge --label --data graded.jsonl --output labels.jsonl --card cards.json";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Places.file(keys.output());
    keys.card().ifPresent(Places::file);
    List<JsonNode> rows = Rows.read(keys.data());
    List<LabelItem> queue = LabelItem.queue(Rows.each(keys.data(), rows, LabelItem::of));
    Scale scale = scale(keys.data(), queue);
    List<Label> before = Label.read(keys.output());
    requireScale(keys.output(), before, scale);
    Labelling labelling =
        new Labelling(queue, before, labels -> AtomicFile.write(keys.output(), lines(labels)));
    LabelTalk.Texts texts = keys.show() ? LabelTalk.Texts.SHOWN : LabelTalk.Texts.MASKED;
    // Stdout carries one document with --json; people then talk on stderr.
    Terminal told = call.terminal();
    Terminal talk =
        call.json()
            ? new Terminal(told.err(), told.err(), told.in(), told.live(), told.width())
            : told;
    new LabelTalk(labelling, scale, texts, talk).run();
    List<JudgeCard> cards =
        JudgeCard.measure(String.valueOf(keys.output().getFileName()), labelling.labels(), queue);
    keys.card().ifPresent(file -> AtomicFile.write(file, Cards.updated(file, cards)));
    tell(call, keys, labelling, cards);
    return 0;
  }

  private static void tell(Call call, Keys keys, Labelling labelling, List<JudgeCard> cards) {
    int labels = labelling.labels().size();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rows", labelling.size());
    document.put("labels", labels);
    document.put("output", keys.output().toString());
    keys.card().ifPresent(file -> document.put("card", file.toString()));
    document.put("cards", cards);
    String text = labels + " labels of " + labelling.size() + " rows: " + keys.output() + "\n";
    if (!cards.isEmpty() && labels < labelling.size()) {
      text += "Disagreements come first: until every row is labelled, the rates are of those.\n";
    }
    call.result(document, text + Judges.text(cards));
  }

  private static Scale scale(Path data, List<LabelItem> queue) {
    try {
      return LabelItem.scale(queue);
    } catch (BadInput e) {
      throw e.file(data);
    }
  }

  private static void requireScale(Path output, List<Label> labels, Scale scale) {
    for (Label label : labels) {
      if (scale.verdicts().stream().noneMatch(v -> v.word().equals(label.label()))) {
        throw BadInput.of("these labels are of another scale than the rows")
            .file(output)
            .value(label.label())
            .fix("name another --output");
      }
    }
  }

  private static String lines(List<Label> labels) {
    return labels.stream().map(label -> Json.encode(label) + "\n").collect(Collectors.joining());
  }
}
