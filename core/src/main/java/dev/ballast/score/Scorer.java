package dev.ballast.score;

import java.util.List;

/**
 * Grades exchanges: deterministic, each exchange on its own, in any order and from any thread.
 *
 * <p>A judge that asks a {@link dev.ballast.chat.LikelihoodModel} implements the same seam and
 * overrides the batch.
 */
public interface Scorer {
  /** Return name and version, e.g. {@code refusal@2}; another version is another instrument. */
  String id();

  /** Grade one exchange. */
  Score score(Exchange exchange);

  /** Grade many; result {@code i} belongs to exchange {@code i}. */
  default List<Score> score(List<Exchange> exchanges) {
    return exchanges.stream().map(this::score).toList();
  }
}
