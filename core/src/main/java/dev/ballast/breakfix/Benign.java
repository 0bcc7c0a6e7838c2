package dev.ballast.breakfix;

import dev.ballast.chat.Conversation;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.Row;
import dev.ballast.data.Safety;
import dev.ballast.data.SftKind;

/**
 * A benign request as the model is asked it.
 *
 * @param source the row that it comes from
 * @param prompt the request, perhaps inside an attack
 */
record Benign(String id, Row source, Conversation prompt) {
  /** A chosen answer and where it comes from: {@code own} or {@code reference}. */
  record Chosen(String text, String origin) {}

  static Benign plain(Row row) {
    return new Benign(row.key(), row, row.prompt());
  }

  /** Return the request without an attack around it, as judges read it. */
  String request() {
    return source.promptText();
  }

  /** Make the training row; both answers are safe, one helps. */
  FixRow row(SftKind kind, Chosen chosen, String rejected) {
    PreferencePair pair =
        new PreferencePair(
            (kind == SftKind.GENERAL ? "replay/" : "lookalike/") + id,
            prompt,
            chosen.text(),
            rejected,
            Safety.SAFE,
            Safety.SAFE,
            source.category(),
            source.source());
    return new FixRow(pair, kind, request(), chosen.origin());
  }
}
