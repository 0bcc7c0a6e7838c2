package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.score.ScorerCard;
import dev.ballast.score.ScorerTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes the weights and cards of the judges that ship with Ballast. */
final class TrainJudgesVerb implements Verb {
  record Keys(
      @Key(doc = "folder of the labelled sets, as docs/data.md has it") Path dataRoot,
      @Key(doc = "folder for scorers.bin, texts.bin and scorer_cards.json", behaviour = false)
          Path outputDir) {}

  @Override
  public String name() {
    return "train-judges";
  }

  @Override
  public String summary() {
    return "train the judges that ship with Ballast anew, and measure them (ten minutes)";
  }

  @Override
  public String example() {
    return "ballast train-judges --data_root DATA --output_dir" + " judges";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Places.folder(keys.outputDir());
    List<ScorerCard> cards = ScorerTraining.train(keys.dataRoot(), keys.outputDir());
    call.result(
        Map.of("cards", cards),
        "trained and measured " + cards.size() + " judges: " + keys.outputDir());
    return 0;
  }
}
