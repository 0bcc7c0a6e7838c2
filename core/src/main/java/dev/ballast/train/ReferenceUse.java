package dev.ballast.train;

/**
 * What a run took from a reference cache.
 *
 * @param key of the cache, empty where there was none
 * @param rows that were needed
 * @param cached of them found in the cache
 * @param verified of those computed again and found equal
 */
public record ReferenceUse(String key, int rows, int cached, int verified) {
  /** No cache was asked. */
  static final ReferenceUse NONE = new ReferenceUse("", 0, 0, 0);

  /** Add what another set of rows took from the same cache. */
  ReferenceUse plus(ReferenceUse other) {
    return new ReferenceUse(
        key.isEmpty() ? other.key : key,
        rows + other.rows,
        cached + other.cached,
        verified + other.verified);
  }
}
