package dev.ballast.hub;

/** What all parts of one pull share. */
record Session(Repository repository, HubHttp http, Patience patience, Meter meter) {
  /**
   * Begin an effort.
   *
   * @param name what is fetched, for messages
   * @param held bytes that are there already
   */
  Effort effort(String name, long held) {
    return new Effort(name, patience, meter, held);
  }
}
