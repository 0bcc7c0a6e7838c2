package dev.ballast.train;

import dev.ballast.train.ReferenceCache.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Takes from a cache what it holds, after a look at a sample, and adds what it lacks. */
final class CachedReference {
  /**
   * Nats a token. Under an equal key the same pass gives the same bits; what is allowed is what two
   * correct F32 passes may differ by, the bound that the model families are held to against
   * transformers. Other weights, another template or other rows are off by far more.
   */
  static final double TOLERANCE = 2e-4;

  private static final int LEAST_SAMPLE = 4;
  private static final int SHARE = 100;

  /** What the cache holds of some pairs. */
  private record Found(Stored stored, List<EncodedPair> pairs) {}

  private final ReferenceCache cache;
  private final ReferenceScorer scorer;
  private final Consumer<TrainEvent> events;

  CachedReference(ReferenceCache cache, ReferenceScorer scorer, Consumer<TrainEvent> events) {
    this.cache = cache;
    this.scorer = scorer;
    this.events = events;
  }

  /**
   * Return the log-probs of units in order.
   *
   * @throws dev.ballast.json.BadInput when the cache holds anything but what the model computes
   */
  ReferencePass over(List<List<EncodedPair>> units) {
    List<String> hashes = units.stream().map(ReferenceUnit::hashOf).toList();
    Map<String, Stored> stored = stored(Set.copyOf(hashes));
    int verified = verify(units, hashes, stored);
    Map<String, List<ReferenceRow>> known = new HashMap<>();
    stored.forEach((hash, found) -> known.put(hash, found.rows()));
    List<ReferenceRow> kept = new ArrayList<>();
    try (ReferenceAppender appender = new ReferenceAppender(cache, events)) {
      for (int i = 0; i < units.size(); i++) {
        List<EncodedPair> unit = units.get(i);
        kept.addAll(known.computeIfAbsent(hashes.get(i), hash -> fresh(hash, unit, appender)));
      }
    }
    int cached =
        IntStream.range(0, units.size())
            .filter(i -> stored.containsKey(hashes.get(i)))
            .map(i -> units.get(i).size())
            .sum();
    return new ReferencePass(
        kept, new ReferenceUse(cache.key().hex(), kept.size(), cached, verified));
  }

  private List<ReferenceRow> fresh(
      String hash, List<EncodedPair> unit, ReferenceAppender appender) {
    List<ReferenceRow> rows = scorer.score(unit);
    appender.add(new ReferenceUnit(hash, rows));
    return rows;
  }

  /** Read the cache; one that cannot be read is told and counts as empty. */
  private Map<String, Stored> stored(Set<String> wanted) {
    try {
      return cache.read(wanted);
    } catch (IOException e) {
      events.accept(
          new TrainEvent.ReferenceUncached(
              cache.folder(), e.getClass().getSimpleName() + ", " + e.getMessage()));
      return new HashMap<>();
    }
  }

  /** Compare lengths of all that was found, and the numbers of a sample; return its rows. */
  private int verify(
      List<List<EncodedPair>> units, List<String> hashes, Map<String, Stored> stored) {
    Map<String, Found> found = new LinkedHashMap<>();
    for (int i = 0; i < units.size(); i++) {
      List<EncodedPair> pairs = units.get(i);
      String hash = hashes.get(i);
      Optional.ofNullable(stored.get(hash))
          .ifPresent(unit -> found.putIfAbsent(hash, new Found(unit, pairs)));
    }
    found.values().forEach(CachedReference::requireLengths);
    List<Found> sample = sample(found.values());
    sample.forEach(this::requireEqual);
    return sample.stream().mapToInt(unit -> unit.pairs().size()).sum();
  }

  private List<Found> sample(Collection<Found> found) {
    List<Found> drawn = new ArrayList<>(found);
    int size = Math.min(drawn.size(), Math.max(LEAST_SAMPLE, Math.ceilDiv(drawn.size(), SHARE)));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(cache.seed());
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(drawn.size() - i);
      Found swapped = drawn.get(i);
      drawn.set(i, drawn.get(j));
      drawn.set(j, swapped);
    }
    return drawn.subList(0, size);
  }

  private static void requireLengths(Found found) {
    List<ReferenceRow> rows = found.stored().rows();
    Path file = found.stored().file();
    if (rows.size() != found.pairs().size()) {
      throw ReferenceFile.refused(file, rows.size() + " rows stand for " + found.pairs().size());
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).fits(found.pairs().get(i))) {
        throw ReferenceFile.refused(file, "a completion has another number of tokens")
            .value("row " + found.pairs().get(i).id());
      }
    }
  }

  private void requireEqual(Found found) {
    List<ReferenceRow> computed = scorer.score(found.pairs());
    for (int i = 0; i < computed.size(); i++) {
      String row = "row " + found.pairs().get(i).id();
      ReferenceRow cached = found.stored().rows().get(i);
      ReferenceRow fresh = computed.get(i);
      Path file = found.stored().file();
      requireEqual(file, row + ", chosen", cached.chosen(), fresh.chosen());
      requireEqual(file, row + ", rejected", cached.rejected(), fresh.rejected());
    }
  }

  private static void requireEqual(Path file, String row, double[] cached, double[] computed) {
    for (int t = 0; t < cached.length; t++) {
      boolean close = Math.abs(cached[t] - computed[t]) <= TOLERANCE;
      // An infinity is no number away from itself.
      if (!close && Double.compare(cached[t], computed[t]) != 0) {
        String numbers = "cached " + cached[t] + ", computed " + computed[t];
        throw ReferenceFile.refused(file, "it does not hold what the model computes")
            .value(numbers + ": " + row + ", token " + (t + 1));
      }
    }
  }
}
