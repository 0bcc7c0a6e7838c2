package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Starts a verb and turns its outcome into an exit code. */
public final class Main {
  static final int BAD_INPUT = 2;
  static final int OUTSIDE_MISSING = 3;
  static final int BUG = 70;
  private static final String FILES = "check that it is there, that you may use it, and free space";

  private Main() {}

  public static void main(String[] arguments) {
    Terminal terminal = Terminal.system();
    Interrupt interrupt = Interrupt.watch(terminal, arguments);
    int code = run(terminal, arguments);
    interrupt.over();
    System.exit(code);
  }

  static int run(Terminal terminal, String... arguments) {
    List<String> words = Arrays.asList(arguments);
    if (words.isEmpty() || Help.asked(words.getFirst())) {
      terminal.out().print(Help.all());
      return 0;
    }
    if (words.getFirst().equals("--version")) {
      terminal.out().println(Help.version());
      return 0;
    }
    Optional<Verb> named = Verbs.byName(words.getFirst());
    if (named.isEmpty()) {
      terminal.say("ballast: " + Verbs.unknown(words.getFirst()));
      return BAD_INPUT;
    }
    List<String> rest = words.subList(1, words.size());
    Verb verb = named.get().kind(rest);
    if (rest.stream().anyMatch(Help::asked)) {
      terminal.out().print(Help.of(verb, terminal.width()));
      return 0;
    }
    return run(terminal, verb, rest);
  }

  private static int run(Terminal terminal, Verb verb, List<String> rest) {
    try {
      return verb.run(Arguments.parse(verb, rest, terminal));
    } catch (BadInput e) {
      return failed(terminal, verb, withFix(e, verb), BAD_INPUT);
    } catch (OutsideMissing e) {
      return failed(terminal, verb, e, OUTSIDE_MISSING);
    } catch (UncheckedIOException e) {
      String what = e.getMessage() + ": " + e.getCause();
      return failed(terminal, verb, new OutsideMissing(what, FILES, e), OUTSIDE_MISSING);
    } catch (OutOfMemoryError e) {
      terminal.say(
          "ballast " + verb.name() + ": out of memory. Fix: a smaller batch, or BALLAST_HEAP=8g");
      return OUTSIDE_MISSING;
    } catch (LinkageError e) {
      return failed(terminal, verb, missingLibrary(e), OUTSIDE_MISSING);
    } catch (RuntimeException e) {
      terminal.say("ballast " + verb.name() + ": a bug of Ballast, please report it:");
      e.printStackTrace(terminal.err());
      return BUG;
    }
  }

  /** The innermost message names the file that the system's loader did not find. */
  static OutsideMissing missingLibrary(LinkageError error) {
    Throwable inner = error;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return new OutsideMissing(
        "a native library cannot be loaded: " + inner.getMessage(),
        "a build with -Pcuda needs the libraries of CUDA 13 and cuDNN 9 on LD_LIBRARY_PATH"
            + " (docs/gpu.md); any other, a Linux on x86-64 with glibc",
        error);
  }

  /** Point to the help where no fix is named; in a list of errors each line has its own. */
  private static BadInput withFix(BadInput e, Verb verb) {
    boolean list = String.valueOf(e.getMessage()).contains("\n");
    return list ? e : e.orFix("ballast " + verb.name() + " --help shows what each key takes");
  }

  private static int failed(Terminal terminal, Verb verb, Exception e, int code) {
    terminal.say("ballast " + verb.name() + ": " + e.getMessage());
    return code;
  }
}
