package dev.ballast.cli;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.Progress;
import dev.ballast.json.BadInput;
import dev.ballast.judge.Judged;
import dev.ballast.judge.ModelJudge;
import dev.ballast.judge.Protocols;
import dev.ballast.judge.Scale;
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
  /**
   * What a judge said, under its id.
   *
   * @param weights hash of the judging model's weights; empty where none are at hand
   */
  record Said(String id, String weights, List<Judged> rows) {
    public Said {
      rows = List.copyOf(rows);
    }
  }

  /** A scorer of this process. */
  record Shipped(Scorer scorer) implements Seat {}

  /** A judge that asks a model. */
  record Asks(String name, String model, ModelJudge.Prepared judge) implements Seat {
    /** Tell whether it is an adapter over its model, which is asked with it alone. */
    boolean taught() {
      return Protocols.taught(name);
    }

    private String modelId() {
      return taught() ? Models.taughtId(model) : Models.id(model);
    }

    private Models.Opened<? extends ChatModel> open(Models.Opening how, Terminal terminal) {
      return taught()
          ? Models.taught(model, Unpacked.SMALL_LM.folder(Models.cacheFolder()), how)
          : Models.answering(model, how, terminal);
    }

    /** Grade with a model that is open already, and stays so. */
    Said by(Models.Opened<? extends ChatModel> opened, List<Exchange> exchanges, Progress bar) {
      ModelJudge over = judge.over(opened.model());
      return new Said(over.id(), opened.hash(), over.judge(exchanges, bar));
    }
  }

  /**
   * Read which judges are wanted, and give each its model and prompt.
   *
   * @throws BadInput when a model or a prompt lacks or is one too many
   */
  static List<Seat> of(List<String> judges, AskingKeys keys) {
    List<String> asking = judges.stream().filter(Protocols::known).toList();
    List<String> models = models(keys, asking);
    Iterator<Path> files = keys.promptFile().iterator();
    List<Seat> seats = new ArrayList<>();
    int next = 0;
    for (String name : judges) {
      if (Protocols.known(name)) {
        String model = models.get(next++);
        boolean takes = Protocols.needsFile(name, model) || (judges.size() == 1 && files.hasNext());
        Optional<Path> file =
            takes && files.hasNext() ? Optional.of(files.next()) : Optional.empty();
        seats.add(asks(keys, name, model, file));
      } else {
        seats.add(shipped(name));
      }
    }
    if (files.hasNext()) {
      throw BadInput.of("a prompt too many: no judge here needs it")
          .key("prompt_file")
          .value(files.next());
    }
    return seats;
  }

  private static List<String> models(AskingKeys keys, List<String> asking) {
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

  private static Seat asks(AskingKeys keys, String name, String model, Optional<Path> file) {
    ModelJudge.How how = new ModelJudge.How(name, file, keys.policy(), keys.judgeMaxChars());
    return new Asks(name, model, ModelJudge.prepare(how, model));
  }

  /** Find a scorer that ships. */
  static Seat shipped(String name) {
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

  /** Return what its verdicts tell apart. */
  default Scale scale() {
    return switch (this) {
      case Shipped(Scorer scorer) -> Scale.of(Scorers.kind(scorer.id()));
      case Asks asks -> asks.judge().scale();
    };
  }

  /** Tell whether it reads no response. */
  default boolean readsPromptAlone() {
    return switch (this) {
      case Shipped _ -> scale() == Scale.REQUEST;
      case Asks asks -> Protocols.readsPromptAlone(asks.name());
    };
  }

  /** Return the id under which it grades, which is known before its model is opened. */
  default String id() {
    return switch (this) {
      case Shipped(Scorer scorer) -> scorer.id();
      case Asks asks -> asks.judge().id(asks.modelId());
    };
  }

  /** Grade every exchange; a model that is asked is opened for it and closed. */
  default Said grade(List<Exchange> exchanges, Models.Opening how, Terminal terminal) {
    return switch (this) {
      case Shipped(Scorer scorer) -> new Said(scorer.id(), "", judged(scorer.score(exchanges)));
      case Asks asks -> {
        try (Models.Opened<? extends ChatModel> opened = asks.open(how, terminal)) {
          yield asks.by(opened, exchanges, terminal.bar(asks.name()));
        }
      }
    };
  }

  private static List<Judged> judged(List<Score> scores) {
    return scores.stream().map(s -> new Judged(s, category(s))).toList();
  }

  private static List<String> category(Score score) {
    return score instanceof Score.Scored scored && !scored.category().isEmpty()
        ? List.of(scored.category())
        : List.of();
  }
}
