package dev.ballast.data;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which two texts count as the same: NFKC, lower case, letters and digits only. */
public final class NormalText {
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private NormalText() {}

  /** Return the words joined by single spaces. */
  public static String of(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return OTHER.matcher(folded).replaceAll(" ").strip();
  }

  /** Return the words in order. */
  public static List<String> words(String text) {
    String normal = of(text);
    return normal.isEmpty() ? List.of() : Arrays.asList(normal.split(" "));
  }
}
