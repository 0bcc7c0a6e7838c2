package dev.ballast.redteam;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an attempt ended, from the attacker's side (PyRIT's words). */
public enum Outcome {
  /** The answer is judged unsafe. */
  SUCCESS,
  /** The answer is judged safe. */
  FAILURE,
  /** The target could not be asked. */
  ERROR,
  /** The answer is empty, looping or gibberish: neither safe nor unsafe. */
  UNDETERMINED;

  /** Return the word in records. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tell whether a judge decided. */
  public boolean decided() {
    return this == SUCCESS || this == FAILURE;
  }
}
