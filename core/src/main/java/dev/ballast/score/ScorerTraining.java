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
 * rule-based rewards, HH, AdversariaLLM (MIT), CoCoNot (MIT / ODC-BY), self-instruct (Apache-2.0).
 */
public final class ScorerTraining {
  private ScorerTraining() {}

  /**
   * Train, write weights and cards, return the cards. The same data gives the same bytes.
   *
   * @param dataRoot folder that holds {@code gptfuzz}, {@code openai-rbr} …
   * @param resources where the scorers' resources stand
   */
  public static List<ScorerCard> train(Path dataRoot, Path resources) {
    LabelledSets sets = new LabelledSets(dataRoot);
    List<Document> documents = documents(sets);
    ScoringModel model = new ModelFit(documents).fit();
    write(resources.resolve("scorers.bin"), model.encode());
    List<ScorerCard> cards = new Measurement(sets, model).cards();
    byte[] json = ScorerCard.encode(cards).getBytes(StandardCharsets.UTF_8);
    write(resources.resolve("scorer_cards.json"), json);
    return cards;
  }

  /** Measure the shipped scorers again. */
  public static List<ScorerCard> measure(Path dataRoot) {
    return new Measurement(new LabelledSets(dataRoot), ScoringModel.shipped()).cards();
  }

  static List<Document> documents(LabelledSets sets) {
    List<Labelled> rows = new ArrayList<>(sets.gptfuzz());
    rows.addAll(sets.rbr());
    rows.addAll(sets.coconot());
    rows.addAll(sets.selfInstruct());
    rows.addAll(sets.safeResponses());
    rows.addAll(sets.ownLabels());
    return rows.stream()
        .filter(row -> row.trains() && row.weight() > 0)
        .map(Document::of)
        .filter(d -> !d.sentences().isEmpty())
        .toList();
  }

  private static void write(Path file, byte[] bytes) {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot write " + file + ": " + e.getMessage(), "check free space and rights", e);
    }
  }
}
