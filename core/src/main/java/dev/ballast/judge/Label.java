package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.json.Digests;
import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What a person said of a row.
 *
 * @param key of prompt and response
 * @param label a verdict's word
 * @param judges what the judges had said
 */
public record Label(
    String key, String prompt, String response, String label, List<Opinion> judges) {
  private static final int DIGITS = 16;

  public Label {
    judges = List.copyOf(judges);
  }

  static String key(String prompt, String response) {
    byte[] text = (prompt + "\0" + response).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.begin("SHA-256").digest(text)).substring(0, DIGITS);
  }

  /**
   * Read a file of labels; none where there is no file yet.
   *
   * @throws BadInput when the file holds something else, or a row twice
   */
  public static List<Label> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    return JsonLines.read(
        file,
        node -> {
          Label label = Json.decode(node, Label.class);
          Opinion.verdict(label.label());
          label.judges().forEach(Opinion::word);
          if (!seen.add(label.key())) {
            throw BadInput.of("labelled twice").key("key").value(label.key());
          }
          return label;
        });
  }
}
