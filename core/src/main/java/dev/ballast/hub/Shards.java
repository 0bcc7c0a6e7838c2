package dev.ballast.hub;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The files that an index of weights names. */
final class Shards {
  private static final String FIX = "take another revision, or report it to the owners";

  private Shards() {}

  /**
   * Read the index that was fetched.
   *
   * @throws BadInput when it names what is no file of the repository
   */
  static List<RepoFile> of(Path index, Listing listing) {
    List<RepoFile> shards = new ArrayList<>();
    for (String name : names(index)) {
      shards.add(
          Optional.ofNullable(listing.files().get(FileName.check(name, index)))
              .orElseThrow(
                  () ->
                      BadInput.of("the index names a file that the repository lacks")
                          .file(index)
                          .value(name)
                          .fix(FIX)));
    }
    return shards;
  }

  private static Set<String> names(Path index) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
      JsonNode file = entry.getValue();
      if (!file.isString() || !file.stringValue().endsWith(".safetensors")) {
        throw BadInput.of("tensor " + entry.getKey() + ": not the name of a safetensors file")
            .file(index)
            .value(file)
            .fix(FIX);
      }
      names.add(file.stringValue());
    }
    return names;
  }

  private static JsonNode weightMap(Path index) {
    Utf8Text.requireSmall(index);
    String text = Utf8Text.read(index);
    JsonNode map;
    try {
      map = Json.tree(text).path("weight_map");
    } catch (BadInput e) {
      throw e.file(index).fix(FIX);
    }
    if (!map.isObject() || map.isEmpty()) {
      throw BadInput.of("no tensors under weight_map").file(index).fix(FIX);
    }
    return map;
  }
}
