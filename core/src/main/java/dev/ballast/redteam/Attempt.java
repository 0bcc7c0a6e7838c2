package dev.ballast.redteam;

import dev.ballast.data.Split;
import java.util.SplittableRandom;

/** An objective with an attack, before it is made. */
record Attempt(Objective objective, Attack attack, long seed) {
  /** Whole numbers up to here are exact in every reader of JSON. */
  private static final int JSON_BITS = 53;

  static Attempt of(Objective objective, Attack attack, long campaignSeed) {
    String key = objective.id() + "\n" + attack.name();
    long bits = Split.bits(key, "attempt/" + campaignSeed);
    return new Attempt(objective, attack, bits >>> (Long.SIZE - JSON_BITS));
  }

  String id() {
    return objective.id() + "/" + attack.name();
  }

  /** Return the randomness of one turn; earlier turns do not change it. */
  SplittableRandom random(int turn) {
    return new SplittableRandom(seed + turn);
  }

  /** Return the seed of the target's answer in one turn. */
  long answerSeed(int turn) {
    return Split.bits(id(), "answer/" + seed + "/" + turn) >>> (Long.SIZE - JSON_BITS);
  }
}
