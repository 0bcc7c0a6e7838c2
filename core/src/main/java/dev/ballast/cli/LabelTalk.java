package dev.ballast.cli;

import dev.ballast.judge.LabelItem;
import dev.ballast.judge.Labelling;
import dev.ballast.judge.Scale;
import dev.ballast.score.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks a person for labels, a line of input a step. Texts are masked until they are asked for, and
 * what has not been seen cannot be labelled; what judges said is not shown, so that it does not
 * lead.
 */
final class LabelTalk {
  /** Which texts are shown unasked. */
  enum Texts {
    MASKED,
    SHOWN
  }

  private final Labelling labelling;
  private final Map<String, Verdict> keys;
  private final Texts texts;
  private final Terminal terminal;
  private final PrintStream out;
  private String seen = "";

  LabelTalk(Labelling labelling, Scale scale, Texts texts, Terminal terminal) {
    this.labelling = labelling;
    this.texts = texts;
    this.terminal = terminal;
    this.out = terminal.out();
    this.keys = keys(scale);
  }

  private static Map<String, Verdict> keys(Scale scale) {
    Map<String, Verdict> keys = new LinkedHashMap<>();
    for (Verdict verdict : scale.verdicts()) {
      String key =
          switch (verdict) {
            case FULL_COMPLIANCE -> "c";
            case PARTIAL_REFUSAL -> "p";
            case FULL_REFUSAL -> "r";
            case SAFE -> "s";
            case UNSAFE -> "u";
            case BENIGN -> "b";
            case HARMFUL -> "h";
            case NON_TOXIC -> "n";
            case TOXIC -> "t";
            case UNHELPFUL -> "x";
            case HELPFUL -> "h";
          };
      keys.put(key, verdict);
    }
    return keys;
  }

  /** Ask until nothing is left, the input ends, or {@code q}. */
  void run() {
    out.println(help());
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
      while (true) {
        labelling.current().ifPresentOrElse(this::present, this::end);
        out.print("> ");
        out.flush();
        String line = in.readLine();
        if (line == null || line.strip().equalsIgnoreCase("q")) {
          out.println();
          return;
        }
        String word = line.strip().toLowerCase(Locale.ROOT);
        if (labelling.current().isEmpty() && !word.equals("z")) {
          return;
        }
        take(word);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the terminal", e);
    }
  }

  private void take(String word) {
    Verdict verdict = keys.get(word);
    if (verdict == null) {
      verdict = keys.values().stream().filter(v -> v.word().equals(word)).findFirst().orElse(null);
    }
    if (verdict != null) {
      label(verdict);
      return;
    }
    switch (word) {
      case "v" -> seen = labelling.current().orElseThrow().key();
      case "k" -> labelling.skip();
      case "z" -> out.println(labelling.undo() ? "taken back" : "there is nothing to take back");
      default -> out.println(help());
    }
  }

  private void label(Verdict verdict) {
    LabelItem item = labelling.current().orElseThrow();
    if (masked(item)) {
      out.println("not shown yet: v shows it, k leaves it for later");
    } else {
      labelling.label(verdict);
    }
  }

  private void end() {
    out.println();
    out.println("nothing is left to label; z takes the last one back, Enter ends");
  }

  private boolean masked(LabelItem item) {
    return texts == Texts.MASKED && !seen.equals(item.key());
  }

  private void present(LabelItem item) {
    out.println();
    out.println(
        labelling.place()
            + " of "
            + labelling.size()
            + (item.disputed() ? ", the judges disagree" : ""));
    out.println("prompt: " + said(item, item.prompt()));
    out.println("response: " + said(item, item.response()));
  }

  private String said(LabelItem item, String text) {
    return masked(item) ? "[masked, " + text.length() + " characters]" : printable(text);
  }

  /** Drop control characters: a model's answer must not steer the terminal. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  private String help() {
    return keys.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue().word())
            .collect(Collectors.joining(", "))
        + "; v show this row, k skip, z undo, q quit, then Enter";
  }
}
