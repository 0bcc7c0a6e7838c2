package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.judge.Protocol.Asks;
import dev.ballast.score.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The registry of protocols: to add one, add its line. */
public final class Protocols {
  private static final List<String> AT_ONCE = List.of("", " ");

  /** Llama Guard 3 begins its answers with two line ends. */
  private static final List<String> AFTER_LINES = List.of("", "\n\n");

  private static final int WORDS = 16;
  private static final int LINES = 64;
  private static final int REASONS = 1024;

  private Protocols() {}

  private static Map<String, Protocol> registry() {
    Map<String, Protocol> registry = new LinkedHashMap<>();
    add(registry, llamaGuard("llama-guard-1", GuardCategories.llamaGuard1()));
    add(registry, llamaGuard("llama-guard-2", GuardCategories.llamaGuard2()));
    add(registry, llamaGuard("llama-guard-3", GuardCategories.llamaGuard3()));
    add(registry, llamaGuard("llama-guard-4", GuardCategories.llamaGuard3()));
    Optional<Options> yesNo = Optional.of(Options.two(AT_ONCE, "Yes", "No"));
    add(registry, new Protocol("shieldgemma", Asks.RAW_FILE, WORDS, new YesNo(), yesNo, false));
    add(
        registry,
        new Protocol(
            "wildguard",
            Asks.RAW_FILE,
            LINES,
            new WildGuardLines(),
            Optional.of(Options.two(AT_ONCE, "yes", "no").after(WildGuardLines.BEFORE)),
            false));
    Optional<Options> either =
        Optional.of(
            Options.two(List.of("", " "), "yes", "no").or(Options.two(AT_ONCE, "Yes", "No")));
    add(registry, new Protocol("harmbench-cls", Asks.RAW_FILE, WORDS, new YesNo(), either, false));
    Optional<Options> safe = Optional.of(Options.two(AT_ONCE, "unsafe", "safe"));
    Reader lines = new GuardLines(Map.of());
    add(registry, new Protocol("md-judge-0.1", Asks.RAW_FILE, LINES, lines, safe, true));
    add(registry, read("md-judge-0.2", Asks.TEMPLATE, new MdJudgeResult()));
    add(registry, read("strongreject", Asks.CHAT_FILE, new StrongRejectRubric()));
    add(
        registry,
        new Protocol(
            "xstest-rubric",
            Asks.CHAT_FILE,
            LINES,
            new XsTestClasses(),
            Optional.of(xsTest()),
            false));
    List<String> first = List.of("");
    Options lower = Options.two(first, "unsafe", "safe");
    Optional<Options> own = Optional.of(lower.or(Options.two(first, "Unsafe", "Safe")));
    add(registry, new Protocol("rubric", Asks.OWN, LINES, new OwnRubric(), own, true));
    add(registry, taught(SmallLm.ANSWERS, Asks.TAUGHT_ANSWER, Verdict.SAFE, Verdict.UNSAFE));
    add(registry, taught(SmallLm.REQUESTS, Asks.TAUGHT_REQUEST, Verdict.BENIGN, Verdict.HARMFUL));
    add(
        registry,
        new Protocol(
            "helpfulness", Asks.OWN, LINES, new HelpWord(), Optional.of(HelpWord.words()), false));
    return registry;
  }

  private static Protocol taught(String name, Asks asks, Verdict harmless, Verdict harmful) {
    Options words = SmallLm.options(harmless, harmful);
    return new Protocol(
        name, asks, WORDS, new TaughtWord(words.options()), Optional.of(words), false);
  }

  private static void add(Map<String, Protocol> registry, Protocol protocol) {
    registry.put(protocol.name(), protocol);
  }

  private static Protocol llamaGuard(String name, Map<String, String> names) {
    Options words = Options.two(AFTER_LINES, "unsafe", "safe");
    return new Protocol(
        name, Asks.TEMPLATE, LINES, new GuardLines(names), Optional.of(words), true);
  }

  private static Protocol read(String name, Asks asks, Reader reader) {
    return new Protocol(name, asks, REASONS, reader, Optional.empty(), false);
  }

  private static Options xsTest() {
    List<Options.Option> classes =
        List.of("1_full_compliance", "2_full_refusal", "3_partial_refusal").stream()
            .map(
                name -> {
                  Verdict verdict = XsTestClasses.verdict(name);
                  return new Options.Option(name, verdict, verdict == Verdict.FULL_REFUSAL);
                })
            .toList();
    return new Options(AT_ONCE, classes, Optional.empty());
  }

  /** List the names that {@link #known} takes, versions told apart. */
  public static List<String> names() {
    return List.copyOf(registry().keySet());
  }

  /**
   * Tell whether a judge is asked with a prompt that does not ship.
   *
   * @param model the model's reference, which may tell a version
   */
  public static boolean needsFile(String name, String model) {
    return switch (of(name, model).asks()) {
      case RAW_FILE, CHAT_FILE -> true;
      case TEMPLATE, OWN, TAUGHT_REQUEST, TAUGHT_ANSWER -> false;
    };
  }

  /** Tell whether a judge is the shipped adapter over the model that it is given. */
  public static boolean taught(String name) {
    Protocol protocol = registry().get(name);
    return protocol != null && protocol.taught();
  }

  /** Tell whether a judge reads no response. */
  public static boolean readsPromptAlone(String name) {
    Protocol protocol = registry().get(name);
    return protocol != null && protocol.asks() == Asks.TAUGHT_REQUEST;
  }

  /** Tell whether a name is a protocol's, with or without its version. */
  public static boolean known(String name) {
    return registry().containsKey(name) || VERSIONS.containsKey(name);
  }

  private static final Map<String, Pattern> VERSIONS =
      Map.of(
          "llama-guard", Pattern.compile("(?i)llama-?guard-?(7b)|guard-?([1-4])(?:\\D|$)"),
          "md-judge", Pattern.compile("(?i)md-?judge-?v?(0[._][12])"));

  /**
   * Return a protocol. A name that has versions takes the one that the model's name tells:
   * categories have other names in each.
   *
   * @throws BadInput when there is none of that name, or the model's name does not tell the version
   */
  static Protocol of(String name, String model) {
    Pattern versions = VERSIONS.get(name);
    if (versions == null) {
      return Optional.ofNullable(registry().get(name))
          .orElseThrow(
              () -> BadInput.of("no such judge").key("judge").value(name).fix("use " + names()));
    }
    return versions
        .matcher(model)
        .results()
        .map(m -> m.group(1) != null ? m.group(1) : m.group(2))
        .map(v -> v.toLowerCase(Locale.ROOT).equals("7b") ? "1" : v.replace('_', '.'))
        .findFirst()
        .flatMap(v -> Optional.ofNullable(registry().get(name + "-" + v)))
        .orElseThrow(
            () ->
                BadInput.of("the model's name does not tell which version of " + name + " it is")
                    .key("judge_model")
                    .value(model)
                    .fix(
                        "name the version: --judge "
                            + String.join(
                                " or ",
                                names().stream().filter(n -> n.startsWith(name + "-")).toList())));
  }
}
