package dev.ballast.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Puts expressions together again that a list parted at each comma. */
final class Pieces {
  private Pieces() {}

  /** Join what has not the form with what follows: {@code a.b} and {@code c < 1} are one. */
  static List<String> joined(List<String> pieces, Pattern form) {
    List<String> whole = new ArrayList<>();
    String open = "";
    for (String piece : pieces) {
      open = (open.isEmpty() ? "" : open + ",") + piece.strip();
      if (form.matcher(open).matches()) {
        whole.add(open);
        open = "";
      }
    }
    if (!open.isEmpty() || pieces.contains("")) {
      whole.add(open);
    }
    return whole;
  }
}
