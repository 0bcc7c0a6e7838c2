package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;

/** What a repository of the hub holds. */
public enum RepoKind {
  MODEL("model", "models", ""),
  DATASET("data set", "datasets", "datasets/");

  private final String word;
  private final String plural;
  private final String page;

  RepoKind(String word, String plural, String page) {
    this.word = word;
    this.plural = plural;
    this.page = page;
  }

  /** Return what people call it. */
  String word() {
    return word;
  }

  /** Return the name of a repository's folder in the cache. */
  String folder(HubId id) {
    return plural + "--" + id.org() + "--" + id.name();
  }

  /** Return what stands before an id in the address of what the endpoint tells about it. */
  String api() {
    return "api/" + plural + "/";
  }

  /** Return what stands before an id in the address of its page and its files. */
  String page() {
    return page;
  }

  /** Return the command that fetches a repository. */
  public String pullCommand(HubId id) {
    return "ballast pull " + id + (this == DATASET ? " --repo_type dataset" : "");
  }
}
