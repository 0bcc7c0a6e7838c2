package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.score.ScorerCard;
import dev.ballast.score.ScorerTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the weights and cards of the judges that ship with Ballast. */
final class TrainJudgesVerb implements Verb {
  /** What is trained. */
  enum Which {
    EMBEDDED,
    SMALL_LM
  }

  record Keys(
      @Key(doc = "folder of the labelled sets, as docs/data.md has it") Path dataRoot,
      @Key(doc = "folder for weights and cards, or for the small model's rows", behaviour = false)
          Path outputDir,
      @Key(
              value = "embedded",
              doc =
                  "embedded: train and measure the scorers; small_lm: write the rows that teach the"
                      + " small language model, or measure the adapter that they gave")
          Which judge,
      @Key(doc = "base model of the adapter to measure (small_lm)") Optional<String> model,
      @Key(doc = "the adapter that sft gave, to be packed and measured (small_lm)")
          Optional<Path> adapter,
      @Flat GenerationKeys how) {}

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
    switch (keys.judge()) {
      case EMBEDDED -> {
        List<ScorerCard> cards = ScorerTraining.train(keys.dataRoot(), keys.outputDir());
        call.result(
            Map.of("cards", cards),
            "trained and measured " + cards.size() + " judges: " + keys.outputDir());
      }
      case SMALL_LM -> {
        SmallLmTraining training = new SmallLmTraining(call, keys.dataRoot(), keys.outputDir());
        if (keys.adapter().isEmpty()) {
          training.rows();
        } else {
          String base = keys.model().orElseThrow(TrainJudgesVerb::noBase);
          training.measure(base, keys.adapter().get(), keys.how());
        }
      }
    }
    return 0;
  }

  private static BadInput noBase() {
    return BadInput.of("an adapter is measured over its base, and none is named")
        .key("model")
        .fix("--model HuggingFaceTB/SmolLM2-135M-Instruct");
  }
}
