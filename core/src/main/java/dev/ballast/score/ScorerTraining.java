package dev.ballast.score;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains the shipped scorers anew from labelled sets of others and measures them on held-out rows.
 *
 * <p>Learns only from sets whose licences allow weights to be shipped: GPTFuzzer, OpenAI's
 * rule-based rewards and moderation sets, HH, AdversariaLLM, GSM8K (MIT), CoCoNot (MIT / ODC-BY),
 * self-instruct, red-instruct, DiaSafety, TruthfulQA (Apache-2.0), AILuminate's demo prompts by
 * MLCommons (CC-BY-4.0).
 */
public final class ScorerTraining {
  /** Answers of our own that refuse, and as many that comply. */
  private static final int OWN = 700;

  private ScorerTraining() {}

  /**
   * Train, write weights and cards, return the cards. The same data gives the same bytes on the
   * same processor.
   *
   * @param dataRoot folder that holds {@code gptfuzz}, {@code openai-rbr} …
   * @param resources where the scorers' resources stand
   */
  public static List<ScorerCard> train(Path dataRoot, Path resources) {
    LabelledSets sets = new LabelledSets(dataRoot);
    ScoringModel model = new ModelFit(documents(sets)).fit();
    write(resources.resolve("scorers.bin"), model.encode());
    TextSets textSets = new TextSets(dataRoot);
    TextTraining training = new TextTraining();
    TextModels texts =
        new TextModels(
            training.fit(textSets.requests()),
            training.fit(textSets.utterances()),
            training.hazards(textSets.hazards()));
    write(resources.resolve(TextModels.RESOURCE), texts.encode());
    HazardMeasurement hazards = new HazardMeasurement(training, textSets.hazards());
    List<ScorerCard.Named> named = new ArrayList<>(hazards.heldOut(texts.hazards()));
    named.addAll(hazards.leftOut());
    List<ScorerCard> cards =
        HazardMeasurement.onto(
            LeftOut.join(
                cards(sets, model, textSets, texts, training),
                new LeftOut(sets, textSets, texts).cards(training)),
            named);
    byte[] json = ScorerCard.encode(cards).getBytes(StandardCharsets.UTF_8);
    write(resources.resolve("scorer_cards.json"), json);
    return cards;
  }

  /** Measure the shipped scorers again, without the sets left out in turn, which takes training. */
  public static List<ScorerCard> measure(Path dataRoot) {
    return cards(
        new LabelledSets(dataRoot),
        ScoringModel.shipped(),
        new TextSets(dataRoot),
        TextModels.shipped(),
        new TextTraining());
  }

  private static List<ScorerCard> cards(
      LabelledSets sets,
      ScoringModel model,
      TextSets textSets,
      TextModels texts,
      TextTraining training) {
    List<ScorerCard> cards = new ArrayList<>();
    cards.add(
        TextMeasurement.promptHarm(training).heldOut(texts.promptHarm(), textSets.requests()));
    cards.add(TextMeasurement.toxicity(training).heldOut(texts.toxicity(), textSets.utterances()));
    cards.addAll(new Measurement(sets, model, texts).cards());
    return cards;
  }

  static List<Document> documents(LabelledSets sets) {
    List<Labelled> rows = new ArrayList<>(sets.gptfuzz());
    rows.addAll(sets.rbr());
    rows.addAll(sets.coconot());
    rows.addAll(sets.selfInstruct());
    rows.addAll(sets.safeResponses());
    rows.addAll(sets.ownLabels());
    rows.addAll(OwnAnswers.rows(OWN));
    return rows.stream()
        .filter(row -> row.trains() && row.weight() > 0)
        .map(Document::of)
        .filter(d -> !d.sentences().isEmpty())
        .toList();
  }

  private static void write(Path file, byte[] bytes) {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw OutsideMissing.cannotWrite(file, e, "check free space and rights");
    }
  }
}
