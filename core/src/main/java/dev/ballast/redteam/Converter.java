package dev.ballast.redteam;

/** Rewrites a text into an encoding and back. */
public interface Converter {
  /** Return the encoding's name in requests, e.g. {@code Base64}. */
  String name();

  /** Encode; an empty text gives an empty text. */
  String encode(String text);

  /** Decode; where encoding loses something (case, digits), the likelier reading is given. */
  String decode(String text);
}
