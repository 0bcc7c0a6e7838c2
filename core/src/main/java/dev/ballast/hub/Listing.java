package dev.ballast.hub;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a revision is: a commit and its files.
 *
 * @param files by name
 */
record Listing(String commit, Map<String, RepoFile> files) {
  static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");

  /**
   * Read the endpoint's answer.
   *
   * @throws OutsideMissing when it is not a hub's
   */
  static Listing parse(String json, URI from) {
    JsonNode tree = tree(json, from);
    String commit = tree.path("sha").asString("");
    if (!COMMIT.matcher(commit).matches()) {
      throw noHub(from);
    }
    Map<String, RepoFile> files = new LinkedHashMap<>();
    for (JsonNode sibling : tree.path("siblings")) {
      String name = sibling.path("rfilename").asString("");
      JsonNode large = sibling.path("lfs");
      files.put(
          name,
          new RepoFile(
              name,
              number(sibling.path("size")).or(() -> number(large.path("size"))),
              text(sibling.path("blobId")),
              text(large.path("sha256"))));
    }
    return new Listing(commit, files);
  }

  private static JsonNode tree(String json, URI from) {
    try {
      return Json.tree(json);
    } catch (BadInput e) {
      throw (OutsideMissing) noHub(from).initCause(e);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static Optional<Long> number(JsonNode node) {
    boolean fits = node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    return fits ? Optional.of(node.longValue()) : Optional.empty();
  }

  private static OutsideMissing noHub(URI from) {
    return new OutsideMissing(
        "what answers at " + HubHttp.shown(from) + " is no hub: no commit, no files",
        "check HF_ENDPOINT (the hub is " + HubEndpoint.STANDARD + ") and whether a proxy answers");
  }
}
