package dev.ballast.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} prints; loads no native library. */
final class Help {
  private Help() {}

  static boolean asked(String word) {
    return word.equals("--help") || word.equals("-h") || word.equals("help");
  }

  static String version() {
    return "ballast 0.1.0-SNAPSHOT (Java " + Runtime.version() + ")";
  }

  static String all() {
    StringBuilder text =
        new StringBuilder(
            """
            Ballast measures, breaks, fixes, proves and guards a self-hosted language model.

            usage: ballast <verb> [MODEL] [--config file.yaml] [--key value …]

            """);
    for (Verb verb : Verbs.ALL) {
      text.append(String.format(Locale.ROOT, "  %-10s %s%n", verb.name(), verb.summary()));
    }
    return text.append(
            """

            MODEL is `embedded`, a checkpoint folder, a PEFT adapter's folder, a .gguf file,
            or a hub id that `ballast pull` fetched.
            Start with: ballast demo        A verb's keys: ballast <verb> --help
            Exit codes: 0 done, 1 a gate did not hold, 2 bad input, 3 something outside is missing,
            130 interrupted (the same command goes on).
            """)
        .toString();
  }

  static String of(Verb verb, int width) {
    CommandSpec spec = Arguments.spec(verb);
    spec.usageMessage()
        .width(Math.max(width, 60))
        .description(verb.summary())
        .sortOptions(false)
        .abbreviateSynopsis(true);
    // The example is not wrapped: it can be copied whatever the width.
    return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF)
        + String.format(Locale.ROOT, "%nExample:%n  %s%n", verb.example());
  }
}
