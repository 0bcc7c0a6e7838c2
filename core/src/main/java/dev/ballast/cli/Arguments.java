package dev.ballast.cli;

import dev.ballast.config.Config;
import dev.ballast.config.KeySpec;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Parses what follows a verb: arguments without a name, {@code --key value}, {@code --flag}. */
final class Arguments {
  private Arguments() {}

  static Call parse(Verb verb, List<String> words, Terminal terminal) {
    CommandLine.ParseResult parsed = parsed(verb, words);
    Map<String, String> keys = new LinkedHashMap<>();
    List<String> unnamed = parsed.matchedPositionalValue(0, new ArrayList<>());
    int named = verb.positionals().size();
    if (verb.takesMore() && unnamed.size() >= named) {
      // As a list in YAML, in which no path is taken for anything else.
      keys.put(
          verb.positionals().getLast(), Json.encode(unnamed.subList(named - 1, unnamed.size())));
      unnamed = unnamed.subList(0, named - 1);
    }
    if (unnamed.size() > named) {
      throw BadInput.of("an argument too many")
          .value(unnamed.get(named))
          .fix("ballast " + verb.name() + " --help shows what it takes; keys start with --");
    }
    for (int i = 0; i < unnamed.size(); i++) {
      keys.put(verb.positionals().get(i), unnamed.get(i));
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      keys.put(option.longestName().substring(2), value(option));
    }
    boolean json = "true".equals(keys.remove("json"));
    Optional<Path> config = Optional.ofNullable(keys.remove("config")).map(Path::of);
    String line =
        "./ballast " + verb.name() + (words.isEmpty() ? "" : " " + String.join(" ", words));
    return new Call(verb.name(), line, config, keys, json, terminal);
  }

  /** Return what was typed last; of a list, all that was typed. */
  private static String value(OptionSpec option) {
    boolean list = option.paramLabel().startsWith("list of ");
    boolean whole =
        option.stringValues().stream().noneMatch(value -> value.strip().startsWith("["));
    return list && whole ? String.join(",", option.stringValues()) : option.getValue();
  }

  private static CommandLine.ParseResult parsed(Verb verb, List<String> words) {
    try {
      return new CommandLine(spec(verb))
          .parseArgs(words.stream().map(Arguments::underscores).toArray(String[]::new));
    } catch (CommandLine.UnmatchedArgumentException e) {
      String unknown = e.getUnmatched().getFirst();
      String nearest =
          e.getSuggestions().isEmpty()
              ? ""
              : "did you mean " + String.join(", ", e.getSuggestions()) + "? ";
      throw BadInput.of("unknown key")
          .key(unknown)
          .fix(nearest + "ballast " + verb.name() + " --help lists the keys");
    } catch (CommandLine.ParameterException e) {
      throw BadInput.of(String.valueOf(e.getMessage()))
          .fix("ballast " + verb.name() + " --help shows what it takes");
    }
  }

  /** Accept dashes inside a key: {@code --learning-rate}. */
  private static String underscores(String word) {
    if (!word.startsWith("--")) {
      return word;
    }
    int end = word.indexOf('=');
    String key = end < 0 ? word : word.substring(0, end);
    return "--" + key.substring(2).replace('-', '_') + (end < 0 ? "" : word.substring(end));
  }

  static CommandSpec spec(Verb verb) {
    CommandSpec spec = CommandSpec.create().name("ballast " + verb.name());
    for (KeySpec key : Config.keys(verb.keys())) {
      if (!key.name().contains("[]")) {
        spec.addOption(option(key.name(), key.type(), doc(key)));
      }
    }
    spec.addOption(option("config", "file.yaml", "a file with these keys; the command line wins"));
    spec.addOption(
        option("json", "true|false", "print one JSON document on stdout and nothing else there"));
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label(verb))
            .hidden(verb.positionals().isEmpty())
            .description("fills " + String.join(", then ", verb.positionals()))
            .build());
    spec.parser().unmatchedOptionsArePositionalParams(false).overwrittenOptionsAllowed(true);
    return spec;
  }

  private static String label(Verb verb) {
    return verb.positionals().isEmpty()
        ? "nothing"
        : String.join(" ", verb.positionals()).toUpperCase(java.util.Locale.ROOT);
  }

  private static String doc(KeySpec key) {
    String standard =
        key.standard().map(s -> " (default: " + (s.isEmpty() ? "none" : s) + ")").orElse("");
    return key.doc() + standard + (key.required() ? " (required)" : "");
  }

  private static OptionSpec option(String name, String type, String doc) {
    // Only a flag may stand without a value; a % in the text is not a format.
    boolean flag = type.equals("true|false");
    return OptionSpec.builder("--" + name)
        .type(String.class)
        .arity(flag ? "0..1" : "1")
        .fallbackValue("true")
        .paramLabel(type)
        .description(doc.replace("%", "%%"))
        .build();
  }
}
