package dev.ballast.report;

import java.util.Locale;
import java.util.Map;

/** Numbers and names as people read them. */
final class Words {
  private static final Map<String, String> METRICS =
      Map.ofEntries(
          Map.entry("safe_rate", "Safe rate on harmful prompts"),
          Map.entry("over_refusal_rate", "Over-refusal on benign look-alikes"),
          Map.entry("helpfulness", "Helpfulness on plain tasks"),
          Map.entry("answered_rate", "Plain instructions answered"),
          Map.entry("plain_refusal_rate", "Plain instructions refused"),
          Map.entry("partial_refusal_rate", "Refused in part"),
          Map.entry("acc", "Accuracy"),
          Map.entry("acc_norm", "Accuracy, by length"),
          Map.entry("asr", "Attack success rate"),
          Map.entry("harmful", "Harmful prompts"),
          Map.entry("lookalike", "Benign look-alikes"),
          Map.entry("plain", "Plain instructions"),
          Map.entry("redteam_held_out", "Attacks, held-out families"),
          Map.entry("objectives", "Harmful requests"),
          Map.entry("lookalikes", "Benign look-alikes"),
          Map.entry("held_out_objectives", "Held-out harmful requests"),
          Map.entry("held_out_lookalikes", "Held-out look-alikes"),
          Map.entry("held_out_plain", "Held-out plain instructions"),
          Map.entry("held_out", "families that training never saw"),
          Map.entry("known", "families that training saw"),
          Map.entry("training", "on training objectives"),
          Map.entry("rewards/margins", "Reward margin"),
          Map.entry("rewards/accuracies", "Reward accuracy"),
          Map.entry("learning_rate", "Learning rate"),
          Map.entry("grad_norm", "Gradient norm"),
          Map.entry("loss", "Loss"));

  private Words() {}

  /** Return a metric's name in words: {@code prefix_injection} is "prefix injection". */
  static String name(String key) {
    return METRICS.getOrDefault(key, plain(key));
  }

  static String plain(String key) {
    return key.replace('_', ' ').strip();
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Write a share with one decimal: {@code 96.4 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share).replace(' ', '\u00a0');
  }

  /** Write an interval: {@code 93.8–98.1}. */
  static String range(Value value) {
    return String.format(Locale.ROOT, "%.1f–%.1f", 100 * value.low(), 100 * value.high());
  }

  /** Write a change in points with its sign: {@code +41.2}. */
  static String points(double change) {
    String text = String.format(Locale.ROOT, "%+.1f", 100 * change);
    return text.equals("-0.0") ? "+0.0" : text.replace('-', '\u2212');
  }

  /** Write a figure of any size in four digits: {@code 0.6931}, {@code 5e-05}. */
  static String figure(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    double size = Math.abs(value);
    if (size < 1e-3 || size >= 1e6) {
      return scientific(value);
    }
    int digits = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return (text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text)
        .replace('-', '\u2212');
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.2e", value)
        .replaceAll("\\.?0+e", "e")
        .replace('-', '\u2212');
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
