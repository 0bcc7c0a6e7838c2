package dev.ballast.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says what Ctrl-C leaves behind; Java itself ends with exit code 130. */
final class Interrupt {
  private final AtomicBoolean over = new AtomicBoolean();

  private Interrupt() {}

  /** Watch until {@link #over()}: an end of the process before that is an interrupt. */
  static Interrupt watch(Terminal terminal, String... arguments) {
    Interrupt interrupt = new Interrupt();
    Thread told =
        new Thread(
            () -> {
              if (!interrupt.over.get()) {
                terminal.say("ballast: " + message(arguments));
              }
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(told);
    return interrupt;
  }

  void over() {
    over.set(true);
  }

  /** Return what to tell. */
  static String message(String... arguments) {
    boolean kept =
        arguments.length > 0
            && Verbs.byName(arguments[0])
                .map(verb -> verb.kind(List.of(arguments).subList(1, arguments.length)))
                .filter(Verb::goesOn)
                .isPresent();
    return kept
        ? "interrupted; what was finished is kept, the same command goes on from there"
        : "interrupted; the same command begins again";
  }
}
