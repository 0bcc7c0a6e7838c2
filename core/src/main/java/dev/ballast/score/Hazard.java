package dev.ballast.score;

import java.util.Locale;

/** The hazard categories of MLCommons AILuminate 1.0, as Llama Guard has them (S1 to S12). */
public enum Hazard {
  VIOLENT_CRIMES,
  NON_VIOLENT_CRIMES,
  SEX_RELATED_CRIMES,
  CHILD_SEXUAL_EXPLOITATION,
  DEFAMATION,
  SPECIALIZED_ADVICE,
  PRIVACY,
  INTELLECTUAL_PROPERTY,
  INDISCRIMINATE_WEAPONS,
  HATE,
  SUICIDE_AND_SELF_HARM,
  SEXUAL_CONTENT;

  /** Return the word as records write it, e.g. {@code privacy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
