package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.BadInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The server that answers for the hub.
 *
 * @param base its address without a slash at the end
 */
record HubEndpoint(URI base, Optional<HubToken> token) {
  static final String STANDARD = "https://huggingface.co";
  private static final String UNRESERVED = "-._~";
  private static final int LAST_PORT = 0xffff;

  /**
   * Read {@code HF_ENDPOINT} and the token.
   *
   * @throws BadInput when the address is none
   */
  static HubEndpoint of(Map<String, String> environment, Path home) {
    String text = environment.getOrDefault("HF_ENDPOINT", "").strip();
    return new HubEndpoint(
        address(text.isEmpty() ? STANDARD : text), HubToken.find(environment, home));
  }

  private static URI address(String text) {
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      boolean bare =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (bare && web(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, with all the other things that are no address; the text may hold a password.
    }
    throw BadInput.of("not the address of a hub")
        .key("HF_ENDPOINT")
        .fix("write it like " + STANDARD + ", without a user, ? or #");
  }

  /** Tell whether an address is one that can be asked. */
  static boolean web(URI uri) {
    return uri.getHost() != null
        && uri.getPort() <= LAST_PORT
        && String.valueOf(uri.getScheme()).matches("(?i)https?");
  }

  /** Return where the endpoint lists the files of a revision. */
  URI listing(RepoKind kind, HubId id) {
    return URI.create(
        base
            + "/"
            + kind.api()
            + id.org()
            + "/"
            + id.name()
            + "/revision/"
            + encoded(id.revision())
            + "?blobs=true");
  }

  /** Return where a file of a commit is. */
  URI file(RepoKind kind, HubId id, String commit, String name) {
    String path =
        Arrays.stream(name.split("/")).map(HubEndpoint::encoded).collect(Collectors.joining("/"));
    return URI.create(page(kind, id) + "/resolve/" + encoded(commit) + "/" + path);
  }

  /** Return the page that people look at. */
  String page(RepoKind kind, HubId id) {
    return base + "/" + kind.page() + id.org() + "/" + id.name();
  }

  /** Tell whether an address is this server's: scheme, host and port; only then the token goes. */
  boolean owns(URI uri) {
    return origin(base).equals(origin(uri));
  }

  /** Return scheme, host and port. */
  static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    return scheme
        + "://"
        + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT)
        + ":"
        + (uri.getPort() < 0 ? standard : uri.getPort());
  }

  /** Escape all but what RFC 3986 calls unreserved. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }
}
