package dev.ballast.cli;

import dev.ballast.config.Config;
import dev.ballast.config.Decoded;
import dev.ballast.json.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One use of a verb.
 *
 * @param verb as typed
 * @param words the whole command line, to be repeated in reports
 * @param config the file of {@code --config}
 * @param keys the keys that were typed
 * @param json whether stdout carries one JSON document and nothing else
 */
record Call(
    String verb,
    String words,
    Optional<Path> config,
    Map<String, String> keys,
    boolean json,
    Terminal terminal) {
  /** Decode the verb's record and tell the notices. */
  <R> R decode(Class<R> type) {
    return notices(Config.decode(type, config, keys));
  }

  /** Decode with another file where {@code --config} is not given. */
  <R> R decode(Class<R> type, Path standard) {
    return notices(Config.decode(type, Optional.of(config.orElse(standard)), keys));
  }

  private <R> R notices(Decoded<R> decoded) {
    decoded.notices().forEach(notice -> terminal.say("note: " + notice));
    return decoded.value();
  }

  PrintStream out() {
    return terminal.out();
  }

  /** Print the one JSON document of {@code --json}, or else the text for people. */
  void result(Object document, String text) {
    terminal.out().println(json ? Json.encode(document) : text.stripTrailing());
  }
}
