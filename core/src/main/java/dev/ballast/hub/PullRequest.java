package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;

/**
 * What to fetch.
 *
 * @param workers files fetched at once
 */
public record PullRequest(RepoKind kind, HubId id, FileChoice choice, int workers) {
  /** More connections only share the same line, and hubs begin to refuse them. */
  public static final int MOST_WORKERS = 8;

  public PullRequest {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "workers must be in 1 to " + MOST_WORKERS + ", was " + workers);
    }
  }
}
