package dev.ballast.hub;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies that the environment names, read as curl and Python's tools read them. */
final class Proxies extends ProxySelector {
  private static final List<String> NEAR = List.of("localhost", "127.0.0.1", "[::1]");

  private final Map<String, Proxy> byScheme;
  private final List<String> direct;

  private Proxies(Map<String, Proxy> byScheme, List<String> direct) {
    this.byScheme = byScheme;
    this.direct = direct;
  }

  /**
   * Read {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in
   * capitals or not; empty where none is named.
   *
   * @throws BadInput when one is not an address, or wants a password
   */
  static Optional<ProxySelector> of(Map<String, String> environment) {
    Map<String, Proxy> byScheme = new LinkedHashMap<>();
    for (String scheme : List.of("https", "http")) {
      first(environment, scheme + "_proxy", "all_proxy")
          .ifPresent(named -> byScheme.put(scheme, proxy(named)));
    }
    List<String> direct =
        first(environment, "no_proxy").stream()
            .flatMap(named -> Arrays.stream(named.getValue().split(",")))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
            .filter(entry -> !entry.isEmpty())
            .toList();
    return byScheme.isEmpty() ? Optional.empty() : Optional.of(new Proxies(byScheme, direct));
  }

  private static Optional<Map.Entry<String, String>> first(
      Map<String, String> environment, String... keys) {
    return Arrays.stream(keys)
        .flatMap(key -> List.of(key, key.toUpperCase(Locale.ROOT)).stream())
        .map(key -> Map.entry(key, environment.getOrDefault(key, "").strip()))
        .filter(named -> !named.getValue().isEmpty())
        .findFirst();
  }

  private static Proxy proxy(Map.Entry<String, String> named) {
    String text = named.getValue();
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && uri.getUserInfo() == null;
      if (plain && HubEndpoint.web(uri)) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        // Not looked up here: each connection does it, and says when it cannot.
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
      }
    } catch (URISyntaxException e) {
      // Told below; the text may hold a password.
    }
    throw BadInput.of("not a proxy that can be used")
        .key(named.getKey())
        .fix("write it like http://host:port, without a user; or unset it");
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean bypassed = NEAR.contains(host) || direct.stream().anyMatch(entry -> below(host, entry));
    return List.of(bypassed ? Proxy.NO_PROXY : byScheme.getOrDefault(scheme, Proxy.NO_PROXY));
  }

  private static boolean below(String host, String entry) {
    return entry.equals("*") || host.equals(entry) || host.endsWith("." + entry);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The request itself fails, and says so.
  }
}
