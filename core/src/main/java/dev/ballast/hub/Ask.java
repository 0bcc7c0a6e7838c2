package dev.ballast.hub;

import java.net.URI;

/**
 * A question to a server.
 *
 * @param from the first byte that is wanted
 */
record Ask(Method method, URI uri, long from) {
  /** Name and size, or the bytes too. */
  enum Method {
    HEAD,
    GET
  }

  static Ask head(URI uri) {
    return new Ask(Method.HEAD, uri, 0);
  }

  static Ask get(URI uri) {
    return get(uri, 0);
  }

  static Ask get(URI uri, long from) {
    return new Ask(Method.GET, uri, from);
  }
}
