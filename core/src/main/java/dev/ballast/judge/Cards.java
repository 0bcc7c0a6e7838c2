package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import dev.ballast.score.ScorerCard;
import dev.ballast.stats.Agreement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cards of the shipped scorers and a user's own. A judge without one may be looked at, but nothing
 * may be decided by it.
 */
public final class Cards {
  private final List<ScorerCard> shipped;
  private final List<JudgeCard> own;

  private Cards(List<ScorerCard> shipped, List<JudgeCard> own) {
    this.shipped = List.copyOf(shipped);
    this.own = List.copyOf(own);
  }

  private record File(List<JudgeCard> cards) {}

  /** Return the shipped cards alone. */
  public static Cards shipped() {
    return new Cards(measured(), List.of());
  }

  /**
   * Return the shipped cards and those of a file.
   *
   * @throws BadInput when there is no such file, or it holds no cards
   */
  public static Cards with(Path file) {
    return new Cards(measured(), read(file));
  }

  /** Return the cards of all judges that ship. */
  public static List<ScorerCard> measured() {
    List<ScorerCard> cards = new ArrayList<>(ScorerCard.shipped());
    cards.addAll(SmallLmCards.shipped().cards());
    return cards;
  }

  /** Return the user's cards. */
  public List<JudgeCard> own() {
    return own;
  }

  /**
   * Return how often a judge errs: by the user's labels where there are some, all sets together,
   * else by its shipped card; empty where labels of both classes lack.
   *
   * @param id the judge's whole id, as graded rows hold it
   */
  public Optional<Agreement> error(String id) {
    List<Agreement> labelled =
        own.stream().filter(card -> card.judge().equals(id)).map(JudgeCard::agreement).toList();
    return labelled.stream()
        .reduce(Cards::sum)
        .filter(Cards::ofBothClasses)
        .or(
            () ->
                shipped.stream()
                    .filter(card -> card.scorer().equals(id))
                    .map(ScorerCard::agreement)
                    .filter(Cards::ofBothClasses)
                    .findFirst());
  }

  private static Agreement sum(Agreement a, Agreement b) {
    return new Agreement(
        a.truePositives() + b.truePositives(),
        a.falsePositives() + b.falsePositives(),
        a.trueNegatives() + b.trueNegatives(),
        a.falseNegatives() + b.falseNegatives());
  }

  private static boolean ofBothClasses(Agreement counts) {
    return counts.truePositives() + counts.falseNegatives() > 0
        && counts.trueNegatives() + counts.falsePositives() > 0;
  }

  /**
   * Make sure that a judge has been measured: on labels of both classes.
   *
   * @param id the judge's whole id, as graded rows hold it
   * @throws BadInput when it has no such card
   */
  public void require(String id) {
    if (error(id).isEmpty()) {
      boolean found = own.stream().anyMatch(card -> card.judge().equals(id));
      throw BadInput.of(
              found
                  ? "the card of the judge " + id + " lacks labels of one class"
                  : "the judge " + id + " has no card: nobody knows how often it errs")
          .key("judge")
          .value(id)
          .fix(
              "label rows that it graded: ballast judge --label --data GRADED --output LABELS"
                  + " --card CARDS");
    }
  }

  private static List<JudgeCard> read(Path file) {
    if (!Files.exists(file)) {
      throw BadInput.of("no such file of cards")
          .key("card")
          .file(file)
          .fix("ballast judge --label … --card FILE writes one");
    }
    try {
      return Json.decode(Utf8Text.read(file), File.class).cards();
    } catch (BadInput e) {
      throw e.file(file);
    }
  }

  /**
   * Return the text of a card file in which new cards take the place of those of the same judge and
   * set.
   */
  public static String updated(Path file, List<JudgeCard> cards) {
    List<JudgeCard> all = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
    for (JudgeCard card : cards) {
      Optional<JudgeCard> old =
          all.stream()
              .filter(c -> c.judge().equals(card.judge()) && c.set().equals(card.set()))
              .findFirst();
      if (old.isPresent()) {
        all.set(all.indexOf(old.get()), card);
      } else {
        all.add(card);
      }
    }
    return Json.pretty(new File(all)) + "\n";
  }
}
