package dev.ballast.task;

/** What a model gave for a {@link Request}. */
public sealed interface Answer {
  /**
   * The log-likelihood of a continuation.
   *
   * @param sum in nats
   * @param greedy whether each of its tokens is the likeliest in its place
   */
  record Likelihood(double sum, boolean greedy) implements Answer {}

  /** Generated text. */
  record Text(String text) implements Answer {}
}
