package dev.ballast.cli;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.Progress;
import dev.ballast.json.BadInput;
import dev.ballast.judge.Judged;
import dev.ballast.judge.ModelJudge;
import dev.ballast.judge.Protocols;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Scorers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A judge that was asked for, checked before any model is opened. */
sealed interface Seat {
  /** What a judge said, under its id. */
  record Said(String id, List<Judged> rows) {
    public Said {
      rows = List.copyOf(rows);
    }
  }

  /** A scorer of this process. */
  record Shipped(Scorer scorer) implements Seat {}

  /** A judge that asks a model. */
  record Asks(String name, String model, ModelJudge.Prepared judge) implements Seat {}

  /**
   * Read which judges are wanted, and give each its model and prompt.
   *
   * @throws BadInput when a model or a prompt lacks or is one too many
   */
  static List<Seat> of(JudgeKeys keys) {
    List<String> asking = keys.judge().stream().filter(Protocols::known).toList();
    List<String> models = models(keys, asking);
    Iterator<Path> files = keys.promptFile().iterator();
    List<Seat> seats = new ArrayList<>();
    int next = 0;
    for (String name : keys.judge()) {
      seats.add(
          Protocols.known(name) ? asks(keys, name, models.get(next++), files) : shipped(name));
    }
    if (files.hasNext()) {
      throw BadInput.of("a prompt too many: no judge here needs it")
          .key("prompt_file")
          .value(files.next());
    }
    return seats;
  }

  private static List<String> models(JudgeKeys keys, List<String> asking) {
    List<String> given = keys.judgeModel();
    if (given.size() == 1 && !asking.isEmpty()) {
      return asking.stream().map(_ -> given.getFirst()).toList();
    }
    if (given.size() != asking.size()) {
      throw BadInput.of(
              asking.size() + " judges ask a model, and " + given.size() + " models are given")
          .key("judge_model")
          .value(given)
          .fix("--judge_model MODEL for all, or one for each of " + asking + " in order");
    }
    return given;
  }

  private static Seat asks(JudgeKeys keys, String name, String model, Iterator<Path> files) {
    boolean takes =
        Protocols.needsFile(name, model) || (keys.judge().size() == 1 && files.hasNext());
    Optional<Path> file = takes && files.hasNext() ? Optional.of(files.next()) : Optional.empty();
    ModelJudge.How how = new ModelJudge.How(name, file, keys.policy(), keys.judgeMaxChars());
    return new Asks(name, model, ModelJudge.prepare(how, model));
  }

  private static Seat shipped(String name) {
    try {
      return new Shipped(Scorers.byName(name));
    } catch (BadInput e) {
      throw BadInput.of("no such judge")
          .key("judge")
          .value(name)
          .fix("use one of " + Scorers.names() + ", or one that asks a model: " + Protocols.names())
          .because(e);
    }
  }

  /** Grade every exchange. */
  default Said grade(List<Exchange> exchanges, JudgeKeys keys, Terminal terminal) {
    return switch (this) {
      case Shipped(Scorer scorer) ->
          new Said(
              scorer.id(),
              scorer.score(exchanges).stream().map(s -> new Judged(s, category(s))).toList());
      case Asks(String name, String model, ModelJudge.Prepared prepared) -> {
        Progress bar = terminal.bar(name);
        try (ModelJudge judge = prepared.over(model(name, model, keys.opening(), terminal))) {
          yield new Said(judge.id(), judge.judge(exchanges, bar));
        }
      }
    };
  }

  private static ChatModel model(
      String name, String reference, Models.Opening how, Terminal terminal) {
    return Protocols.taught(name)
        ? Models.taught(reference, Unpacked.SMALL_LM.folder(Models.cacheFolder()), how)
        : Models.answering(reference, how, terminal);
  }

  private static List<String> category(Score score) {
    return score instanceof Score.Scored scored && !scored.category().isEmpty()
        ? List.of(scored.category())
        : List.of();
  }
}
