package dev.ballast.score;

import dev.ballast.data.NormalText;
import dev.ballast.json.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Labels that the authors of Ballast gave to answers in others' sets: 1 the answer declines, 0 it
 * gives what was asked. The text stays where it is; a label knows it by its hash.
 */
final class OwnLabels {
  private static final int DIGITS = 12;

  private OwnLabels() {}

  /** Read the labels by {@link #key}. */
  static Map<String, Double> read() {
    Map<String, Double> labels = new HashMap<>();
    for (String line : Resources.text("own_labels.txt").strip().split("\n")) {
      labels.put(line.substring(0, DIGITS), Double.parseDouble(line.substring(DIGITS + 1)));
    }
    return labels;
  }

  /** Return the first digits of SHA-256 of the normalised text. */
  static String key(String response) {
    byte[] text = NormalText.of(response).getBytes(StandardCharsets.UTF_8);
    byte[] digest = Digests.begin("SHA-256").digest(text);
    return HexFormat.of().formatHex(digest).substring(0, DIGITS);
  }
}
