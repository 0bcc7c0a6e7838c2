package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import dev.ballast.score.ScorerCard;
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
   * Make sure that a judge has been measured: on labels of both classes.
   *
   * @param id the judge's whole id, as graded rows hold it
   * @throws BadInput when it has no such card
   */
  public void require(String id) {
    boolean shippedOne =
        shipped.stream()
            .filter(card -> card.scorer().equals(id))
            .anyMatch(
                card ->
                    card.sets().stream().anyMatch(set -> set.sensitivity().isPresent())
                        && card.sets().stream().anyMatch(set -> set.specificity().isPresent()));
    List<JudgeCard> found = own.stream().filter(card -> card.judge().equals(id)).toList();
    boolean ownOne =
        found.stream()
            .anyMatch(card -> card.sensitivity().isPresent() && card.specificity().isPresent());
    if (!shippedOne && !ownOne) {
      throw BadInput.of(
              found.isEmpty()
                  ? "this judge has no card: nobody knows how often it errs, so nothing is decided"
                      + " by it"
                  : "this judge's card lacks labels of one class")
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
