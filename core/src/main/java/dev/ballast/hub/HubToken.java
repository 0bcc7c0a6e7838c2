package dev.ballast.hub;

import dev.ballast.json.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user's access token: it goes to the endpoint and nowhere else, and is never shown. */
final class HubToken {
  private static final List<String> KEYS = List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
  private static final int LARGEST_FILE = 1 << 16;

  private final String value;
  private final String source;

  private HubToken(String value, String source) {
    this.value = value;
    this.source = source;
  }

  /**
   * Find it as Hugging Face's tools do: in the environment, then in the file of {@code hf auth
   * login}.
   *
   * @throws BadInput when what is there cannot be a token
   */
  static Optional<HubToken> find(Map<String, String> environment, Path home) {
    if (Surroundings.on(environment, "HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
      return Optional.empty();
    }
    for (String key : KEYS) {
      String text = environment.getOrDefault(key, "").strip();
      if (!text.isEmpty()) {
        return Optional.of(of(text, key));
      }
    }
    return inFile(
        Surroundings.path(environment, "HF_TOKEN_PATH", home)
            .orElseGet(() -> Surroundings.hfHome(environment, home).resolve("token")));
  }

  private static Optional<HubToken> inFile(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        return Optional.empty();
      }
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(of(text, file.toString()));
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    }
  }

  private static HubToken of(String text, String source) {
    // Also: the HTTP client's own complaint about such a header would print it.
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw BadInput.of("the access token holds a character that no token has")
          .key(source)
          .fix("copy the token again; it is one word of letters and digits");
    }
    return new HubToken(text, source);
  }

  /** Return the value of the header {@code Authorization}. */
  String authorization() {
    return "Bearer " + value;
  }

  /** Return where it was found. */
  String source() {
    return source;
  }

  @Override
  public String toString() {
    return "the token of " + source;
  }
}
