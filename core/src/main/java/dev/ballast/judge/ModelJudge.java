package dev.ballast.judge;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.OpeningModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A judge that asks a model by a protocol.
 *
 * <p>Where the model's probabilities are at hand ({@link OpeningModel}), the verdict is weighed by
 * them ({@link Odds}); elsewhere it is read from the answer, and the score is 1 or 0 unless the
 * protocol has numbers. What is not decided, too long, empty, or could not be asked is unscored.
 */
public final class ModelJudge implements Scorer, AutoCloseable {
  private final Protocol protocol;
  private final JudgePrompt prompt;
  private final ChatModel model;
  private final int maxChars;
  private final Asking asking;

  /**
   * How a model is asked.
   *
   * @param judge a protocol's name
   * @param promptFile see {@code docs/judges.md}
   * @param policy a file whose text fills the prompt's {@code {policy}}
   * @param maxChars most characters of prompt and response together, &ge; 1; longer is unscored
   */
  public record How(String judge, Optional<Path> promptFile, Optional<Path> policy, int maxChars) {
    public How {
      if (maxChars < 1) {
        throw new IllegalArgumentException("judge_max_chars must be >= 1, was " + maxChars);
      }
    }
  }

  ModelJudge(
      Protocol protocol, JudgePrompt prompt, ChatModel model, int maxChars, Asking.Pause pause) {
    this.protocol = protocol;
    this.prompt = prompt;
    this.model = model;
    this.maxChars = maxChars;
    this.asking = new Asking(model, pause);
  }

  /** A judge whose prompt is read and checked, before a model is opened for it. */
  public static final class Prepared {
    private final Protocol protocol;
    private final JudgePrompt prompt;
    private final int maxChars;

    private Prepared(Protocol protocol, JudgePrompt prompt, int maxChars) {
      this.protocol = protocol;
      this.prompt = prompt;
      this.maxChars = maxChars;
    }

    /** Ask this model, which the judge closes. */
    public ModelJudge over(ChatModel model) {
      return new ModelJudge(protocol, prompt, model, maxChars, Asking.Pause.real());
    }

    /**
     * Return the judge's id over a model.
     *
     * @param model the model's id
     */
    public String id(String model) {
      return ModelJudge.id(protocol, model, prompt);
    }

    /** Return what its verdicts tell apart. */
    public Scale scale() {
      return protocol.reader().scale();
    }
  }

  /**
   * Read and check what a judge needs.
   *
   * @param reference the model's reference, which may tell a version
   * @throws dev.ballast.json.BadInput when there is no such protocol, or its prompt is not right
   */
  public static Prepared prepare(How how, String reference) {
    Protocol protocol = Protocols.of(how.judge(), reference);
    JudgePrompt prompt = JudgePrompt.of(protocol, how.promptFile(), how.policy());
    return new Prepared(protocol, prompt, how.maxChars());
  }

  /** Return protocol, model and the prompt's hash: another of them is another instrument. */
  @Override
  public String id() {
    return id(protocol, model.id(), prompt);
  }

  private static String id(Protocol protocol, String model, JudgePrompt prompt) {
    String hash = prompt.hash();
    return protocol.name() + "@1+" + model + (hash.isEmpty() ? "" : "+" + hash);
  }

  @Override
  public Score score(Exchange exchange) {
    return judge(List.of(exchange), Progress.none()).getFirst().score();
  }

  @Override
  public List<Score> score(List<Exchange> exchanges) {
    return judge(exchanges, Progress.none()).stream().map(Judged::score).toList();
  }

  /** Grade many; result {@code i} belongs to exchange {@code i}. */
  public List<Judged> judge(List<Exchange> exchanges, Progress progress) {
    Map<Integer, Judged> results = new LinkedHashMap<>();
    Map<Integer, Prompt> asked = new LinkedHashMap<>();
    for (int i = 0; i < exchanges.size(); i++) {
      Prompt filled = prompt.prompt(exchanges.get(i));
      Optional<String> not = unfit(exchanges.get(i), filled);
      if (not.isPresent()) {
        results.put(i, Judged.unscored(not.get()));
      } else {
        asked.put(i, filled);
      }
    }
    List<Reading> readings = readings(List.copyOf(asked.values()), progress);
    int at = 0;
    for (Integer i : asked.keySet()) {
      results.put(i, Judged.of(readings.get(at++)));
    }
    List<Judged> inOrder = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      inOrder.add(Objects.requireNonNull(results.get(i)));
    }
    return inOrder;
  }

  private Optional<String> unfit(Exchange exchange, Prompt filled) {
    if (exchange.response().isBlank() && protocol.asks() != Protocol.Asks.TAUGHT_REQUEST) {
      return Optional.of("empty");
    }
    int chars = exchange.prompt().length() + exchange.response().length();
    if (chars > maxChars) {
      return Optional.of("too long: " + chars + " characters, at most " + maxChars);
    }
    if (model instanceof OpeningModel local) {
      int tokens = local.length(filled) + protocol.maxNewTokens();
      if (tokens > local.context()) {
        return Optional.of(
            "too long for the judge: " + tokens + " tokens, its context is " + local.context());
      }
    }
    return Optional.empty();
  }

  private List<Reading> readings(List<Prompt> prompts, Progress progress) {
    if (!(model instanceof OpeningModel local) || protocol.options().isEmpty()) {
      return written(prompts, progress).stream().map(Written::reading).toList();
    }
    Options options = protocol.options().get();
    Odds odds = new Odds(local, options);
    return options.before().isPresent()
        ? weighedLater(odds, prompts, progress)
        : weighedAtOnce(odds, prompts, progress);
  }

  /** Weigh the first word; where an unsafe answer may name categories, they are read. */
  private List<Reading> weighedAtOnce(Odds odds, List<Prompt> prompts, Progress progress) {
    List<Reading> weighed =
        new ArrayList<>(
            odds.weigh(prompts.stream().map(p -> new Odds.Place(p, "")).toList(), progress));
    List<Integer> unsafe = new ArrayList<>();
    for (int i = 0; i < weighed.size(); i++) {
      if (protocol.categories()
          && weighed.get(i) instanceof Reading.Decided d
          && d.verdict() == Verdict.UNSAFE) {
        unsafe.add(i);
      }
    }
    List<Written> written = written(unsafe.stream().map(prompts::get).toList(), Progress.none());
    for (int i = 0; i < unsafe.size(); i++) {
      Reading.Decided verdict = (Reading.Decided) weighed.get(unsafe.get(i));
      weighed.set(unsafe.get(i), named(verdict, written.get(i).reading()));
    }
    return weighed;
  }

  private static Reading named(Reading.Decided verdict, Reading read) {
    return switch (read) {
      case Reading.Decided d when d.verdict() == verdict.verdict() ->
          new Reading.Decided(
              verdict.verdict(), verdict.score(), d.categories(), verdict.evidence());
      case Reading.Decided _ -> verdict;
      case Reading.Undecided u -> u;
    };
  }

  /** Read the answer, then weigh the word that decides, after what the model wrote before it. */
  private List<Reading> weighedLater(Odds odds, List<Prompt> prompts, Progress progress) {
    List<Written> written = written(prompts, progress);
    List<Reading> readings = new ArrayList<>(written.stream().map(Written::reading).toList());
    List<Integer> decided = new ArrayList<>();
    List<Odds.Place> places = new ArrayList<>();
    for (int i = 0; i < readings.size(); i++) {
      String text = written.get(i).text();
      Matcher before = protocol.options().orElseThrow().before().orElseThrow().matcher(text);
      if (readings.get(i) instanceof Reading.Decided && before.find()) {
        decided.add(i);
        places.add(new Odds.Place(prompts.get(i), text.substring(0, before.end())));
      }
    }
    List<Reading> weighed = odds.weigh(places, Progress.none());
    for (int i = 0; i < decided.size(); i++) {
      readings.set(decided.get(i), weighed.get(i));
    }
    return readings;
  }

  private record Written(String text, Reading reading) {}

  private List<Written> written(List<Prompt> prompts, Progress progress) {
    return asking.ask(prompts, protocol.maxNewTokens(), progress).stream()
        .map(
            outcome ->
                switch (outcome) {
                  case Asking.Outcome.Answered a ->
                      new Written(a.answer().text(), protocol.reader().read(a.answer()));
                  case Asking.Outcome.Failed f -> new Written("", new Reading.Undecided(f.why()));
                })
        .toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
