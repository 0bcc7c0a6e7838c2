package dev.ballast.hub;

import dev.ballast.json.BadInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user may name as a model. */
public sealed interface ModelReference {
  /** The small chat model that ships with Ballast. */
  record Embedded() implements ModelReference {}

  /** A Hugging Face checkpoint on disk. */
  record Folder(Path path) implements ModelReference {}

  /** A GGUF file on disk. */
  record GgufFile(Path path) implements ModelReference {}

  /**
   * A model of the hub.
   *
   * @param revision branch, tag or commit; {@code main} when none was named
   */
  record HubId(String org, String name, String revision) implements ModelReference {
    @Override
    public String toString() {
      return org + "/" + name + (revision.equals(MAIN) ? "" : "@" + revision);
    }
  }

  /**
   * An OpenAI-compatible server.
   *
   * @param url up to and with {@code /v1}
   * @param model the name that the server knows it by
   */
  record Endpoint(URI url, String model) implements ModelReference {}

  /** The hub's default branch. */
  String MAIN = "main";

  /** {@code org/name} or {@code org/name@revision}. */
  Pattern HUB_ID =
      Pattern.compile("([A-Za-z0-9][\\w.-]*)/([A-Za-z0-9][\\w.-]*)(?:@([A-Za-z0-9][\\w./-]*))?");

  /** The forms, for error messages. */
  String FORMS =
      "name `embedded`, a checkpoint folder, a .gguf file, org/name[@revision], or"
          + " https://host/v1#name";

  /**
   * Tell which form a reference has; what exists on disk wins over a hub id of the same spelling.
   *
   * @throws BadInput when it is none of the forms, or a path where nothing is
   */
  static ModelReference parse(String text) {
    if (text.equals("embedded")) {
      return new Embedded();
    }
    if (text.matches("(?i)https?://.*")) {
      return endpoint(text);
    }
    Path path = path(text);
    if (!text.isBlank() && Files.isDirectory(path)) {
      return new Folder(path);
    }
    if (text.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      return gguf(text, path);
    }
    Optional<HubId> id = hub(text);
    if (id.isPresent()) {
      return id.get();
    }
    throw BadInput.of(
            Files.isRegularFile(path) ? "this file is not a model" : "no such model or folder")
        .value(text)
        .fix(FORMS);
  }

  /**
   * Read a hub id, whatever lies on disk under the same name.
   *
   * @throws BadInput when it is none
   */
  static HubId hubId(String text) {
    return hub(text)
        .orElseThrow(
            () ->
                BadInput.of("not a hub id")
                    .value(text)
                    .fix("write org/name, or org/name@revision"));
  }

  /** Read a hub id; empty when it is none. */
  static Optional<HubId> hub(String text) {
    Matcher hub = HUB_ID.matcher(text);
    if (!hub.matches() || text.contains("..")) {
      return Optional.empty();
    }
    String revision = Optional.ofNullable(hub.group(3)).orElse(MAIN);
    return Optional.of(new HubId(hub.group(1), hub.group(2), revision));
  }

  private static GgufFile gguf(String text, Path path) {
    if (!Files.isRegularFile(path)) {
      throw BadInput.of("no such GGUF file").value(text).fix("check the path");
    }
    return new GgufFile(path);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw BadInput.of("not a model reference").value(text).fix(FORMS).because(e);
    }
  }

  private static Endpoint endpoint(String text) {
    try {
      URI uri = new URI(text);
      String model = uri.getFragment();
      if (uri.getHost() != null && model != null && !model.isBlank()) {
        return new Endpoint(URI.create(text.substring(0, text.indexOf('#'))), model);
      }
    } catch (URISyntaxException e) {
      throw BadInput.of("not a valid address").value(text).fix(FORMS).because(e);
    }
    throw BadInput.of("an endpoint needs a host and the name of its model after #")
        .value(text)
        .fix("write it like http://localhost:8000/v1#name");
  }
}
