package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.time.Duration;

/**
 * Counts the attempts that brought nothing and rests between them. Only a new high mark of bytes
 * makes the count begin again, so every download ends.
 */
final class Effort {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 4;
  private static final long PROGRESS = 1 << 20;

  private final String name;
  private final Patience patience;
  private final Meter meter;
  private long best;
  private int failures;

  /**
   * Begin.
   *
   * @param name what is fetched, for messages
   * @param held bytes that are there already
   */
  Effort(String name, Patience patience, Meter meter, long held) {
    this.name = name;
    this.patience = patience;
    this.meter = meter;
    this.best = held;
  }

  /**
   * Rest after a failure.
   *
   * @param held bytes that are there now
   * @throws OutsideMissing when it is time to give up
   */
  void failed(Trouble trouble, long held) throws InterruptedException {
    if (held >= best + PROGRESS) {
      best = held;
      failures = 0;
    }
    failures++;
    Duration rest = longer(trouble.asked().orElseGet(this::usual), SHORTEST);
    if (failures >= patience.attempts()) {
      throw new OutsideMissing(
          name + ": " + trouble.what() + ", after " + failures + " attempts", again());
    }
    if (rest.compareTo(LONGEST) > 0) {
      throw new OutsideMissing(
          name + ": " + trouble.what() + " and asks to wait " + rest.toSeconds() + " s", again());
    }
    meter.told(name + ": " + trouble.what() + "; trying again in " + rest.toSeconds() + " s");
    patience.pause().rest(rest);
  }

  private Duration usual() {
    return SHORTEST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static String again() {
    return "start the same command again later: it goes on where this one stopped";
  }
}
