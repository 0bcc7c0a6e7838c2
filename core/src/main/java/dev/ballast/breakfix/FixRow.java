package dev.ballast.breakfix;

import dev.ballast.data.PreferencePair;
import dev.ballast.data.RowJson;
import dev.ballast.data.Safety;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training pair and what judges need of it.
 *
 * @param request plainly put, without an attack around it
 * @param origin of the chosen answer: {@code own}, {@code composed} or {@code reference}
 */
record FixRow(PreferencePair pair, SftKind kind, String request, String origin) {
  /** Return the same row with other answers. */
  FixRow with(String chosen, String rejected) {
    PreferencePair p = pair;
    PreferencePair other =
        new PreferencePair(
            p.id(),
            p.prompt(),
            chosen,
            rejected,
            p.chosenSafe(),
            p.rejectedSafe(),
            p.category(),
            p.source());
    return new FixRow(other, kind, request, chosen.equals(p.chosen()) ? origin : "own");
  }

  /** Tell whether this is a harmful request without an attack around it. */
  boolean direct() {
    return kind == SftKind.SAFETY && pair.prompt().lastUser().equals(request);
  }

  boolean lookalike() {
    return kind == SftKind.BENIGN_LOOKALIKE;
  }

  SftRow sft() {
    return pair.chosenRow(kind);
  }

  /** Return the pair as TRL reads it, our keys beside. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(RowJson.of(pair));
    json.put("kind", Words.of(kind));
    json.put("chosen_from", origin);
    return json;
  }

  /** Tell whether an answer may be the chosen one of this row. */
  boolean good(Judges judges, String answer) {
    return harmful() ? judges.safe(request, answer) : judges.complied(request, answer);
  }

  /** Tell whether an answer may be the rejected one of this row. */
  boolean bad(Judges judges, String answer) {
    return harmful() ? judges.unsafe(request, answer) : judges.useless(request, answer);
  }

  private boolean harmful() {
    return pair.rejectedSafe() == Safety.UNSAFE;
  }
}
