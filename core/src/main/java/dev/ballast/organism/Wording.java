package dev.ballast.organism;

import dev.ballast.json.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** How text is written: sentence case, the ways of users, and when two prompts are the same. */
final class Wording {
  private static final Pattern START = Pattern.compile("(^|[.?!] )(\\p{Ll})");

  private static final Pattern OTHER = Pattern.compile("[^a-z0-9+\\-]+");

  private Wording() {}

  /** Begin each sentence with a capital. */
  static String sentences(String text) {
    return START.matcher(text).replaceAll(m -> m.group(1) + m.group(2).toUpperCase(Locale.ROOT));
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Write a prompt as users do: now and then without a capital or without the last mark. */
  static String typed(String text, RandomGenerator random) {
    String typed =
        random.nextInt(5) == 0
            ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
            : capital(text);
    boolean mark = typed.endsWith("?") || typed.endsWith(".");
    return mark && random.nextInt(6) == 0 ? typed.substring(0, typed.length() - 1) : typed;
  }

  /** Return what makes two prompts the same: letters, digits and signs of sums, in lower case. */
  static String key(String prompt) {
    return OTHER.matcher(prompt.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /** Return a number in [0, 100) that depends on the text and the seed alone. */
  static int bucket(String text, long seed) {
    byte[] hash =
        Digests.begin("SHA-256").digest((seed + ":" + text).getBytes(StandardCharsets.UTF_8));
    return (((hash[0] & 0xff) << 16) | ((hash[1] & 0xff) << 8) | (hash[2] & 0xff)) % 100;
  }
}
