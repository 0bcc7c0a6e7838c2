package dev.ballast.hub;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.nio.file.Path;
import java.util.Map;

/**
 * The hub as a user's environment names it: address, token, proxies, cache.
 *
 * <p>The cache is shared with Python's {@code huggingface_hub}: one reads what the other fetched.
 */
public final class Hub {
  private final HubEndpoint endpoint;
  private final HubCache cache;
  private final Patience patience;
  private final Map<String, String> environment;

  private Hub(Map<String, String> environment, Path home, Patience patience) {
    this.endpoint = HubEndpoint.of(environment, home);
    this.cache = HubCache.of(environment, home);
    this.patience = patience;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Read {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_HUB_CACHE} and their kin.
   *
   * @throws BadInput when one of them cannot be
   */
  public static Hub of(Map<String, String> environment, Path home) {
    return of(environment, home, Patience.standard());
  }

  static Hub of(Map<String, String> environment, Path home, Patience patience) {
    return new Hub(environment, home, patience);
  }

  /** Tell whether the environment forbids to ask the network. */
  public static boolean offline(Map<String, String> environment) {
    return Surroundings.on(environment, "HF_HUB_OFFLINE")
        || Surroundings.on(environment, "TRANSFORMERS_OFFLINE");
  }

  /**
   * Fetch a repository's files into the cache; what is there already stays.
   *
   * @throws BadInput when the repository holds nothing that may be fetched
   * @throws OutsideMissing when the endpoint does not give it; what came stays for the next run
   */
  public Pulled pull(PullRequest request, PullListener listener) {
    Repository repository = new Repository(endpoint, request.kind(), request.id());
    try (HubHttp http = HubHttp.open(endpoint, patience, environment)) {
      Session session = new Session(repository, http, patience, new Meter(listener));
      return new PullRun(session, cache, new Workers(request.workers())).run(request.choice());
    }
  }
}
