package dev.ballast.judge;

import dev.ballast.json.Json;
import dev.ballast.score.ScorerCard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What the small language model is worth as a judge, over the base that it was measured with.
 *
 * @param base SHA-256 of the base's files, in hex
 * @param cards of the judge of requests and that of answers; with what the embedded scorers reach
 *     on the sets left out, trained without them
 */
public record SmallLmCards(String base, List<ScorerCard> cards) {
  private static final String RESOURCE = "small_lm/cards.json";

  public SmallLmCards {
    cards = List.copyOf(cards);
  }

  /** Read those that ship. */
  public static SmallLmCards shipped() {
    try (InputStream in = SmallLmCards.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
      return Json.decode(new String(bytes, StandardCharsets.UTF_8), SmallLmCards.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** Return them as the file that ships. */
  public String json() {
    return Json.pretty(this) + "\n";
  }
}
