package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks how it was done in the past (Andriushchenko and Flammarion 2024). */
record PastTense(Frames actions, Frames questions) implements Attack {
  /** What stands before the verb in requests for a way to do something. */
  private static final Pattern LEAD =
      Pattern.compile(
          "(?i)^(please\\s+)?(how\\s+(do|can|could|would|should|might)\\s+\\w+"
              + "|how\\s+to|(tell|show|teach)\\s+\\w+\\s+how\\s+to"
              + "|(explain|describe)\\s+how\\s+to"
              + "|what('s|\\s+is)\\s+(the|a)\\s+\\w+\\s+way\\s+to"
              + "|(can|could)\\s+you(\\s+please)?(\\s+help\\s+\\w+(\\s+to)?)?"
              + "|help\\s+me(\\s+to)?|i\\s+(want|need|plan)\\s+to)\\s+");

  private static final Pattern QUESTION =
      Pattern.compile(
          "(?i)^(what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|could"
              + "|should|would|will|may|might|in|on|at|as|if|for|i|my|we)\\b.*",
          Pattern.DOTALL);

  static PastTense read() {
    return new PastTense(Frames.read("past_tense"), Frames.read("past_tense_questions"));
  }

  @Override
  public String name() {
    return "past_tense";
  }

  @Override
  public Optional<Conversation> next(
      Objective objective, List<Message> soFar, RandomGenerator random) {
    String text = objective.text().strip();
    Optional<String> action = action(text);
    String content =
        action
            .map(verb -> actions.draw(random).replace("{action}", verb))
            .orElseGet(() -> questions.draw(random).replace("{objective}", text));
    return Frames.once(soFar, content);
  }

  /** Return the request from its verb on; empty when it is not a request to do something. */
  static Optional<String> action(String text) {
    String bare = text.replaceAll("[?.!\\s]+$", "");
    Matcher lead = LEAD.matcher(bare);
    if (lead.find()) {
      return Optional.of(bare.substring(lead.end()));
    }
    boolean one = !bare.contains("\n") && !bare.contains(". ");
    return one && !bare.isEmpty() && !QUESTION.matcher(bare).matches()
        ? Optional.of(bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1))
        : Optional.empty();
  }
}
