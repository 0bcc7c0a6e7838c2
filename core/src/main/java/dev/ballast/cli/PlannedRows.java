package dev.ballast.cli;

import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.model.Families;
import dev.ballast.model.ModelConfig;
import dev.ballast.tensor.Device;
import dev.ballast.train.Admitted;
import dev.ballast.train.EncodedPair;
import dev.ballast.train.EncodedRow;
import dev.ballast.train.Learner;
import dev.ballast.train.Packing;
import dev.ballast.train.PassSize;
import dev.ballast.train.RowEncoder;
import dev.ballast.train.RunOutline;
import dev.ballast.train.RunOutline.Objective;
import dev.ballast.train.SftRun;
import dev.ballast.train.TrainConfig;
import java.util.List;
import java.util.Optional;

/** The rows of a run that is planned, read and not yet encoded. */
sealed interface PlannedRows {
  TrainKeys keys();

  /** Encode the rows for a model, as the run would. */
  Outline outline(Loaded loaded, Terminal terminal);

  /**
   * A run, and what its length limits do to its rows.
   *
   * @param dropped rows without a token to learn
   * @param truncated rows whose ends are cut
   */
  record Outline(RunOutline run, int dropped, int truncated) {}

  /** Rows of supervised fine-tuning. */
  record Completions(TrainKeys keys, SftRun sft, List<SftRow> rows) implements PlannedRows {
    @Override
    public Outline outline(Loaded loaded, Terminal terminal) {
      ModelConfig model = Families.config(loaded.checkpoint().config());
      TrainConfig config = sft.train();
      RowEncoder encoder = new RowEncoder(loaded.encoder());
      Admitted<EncodedRow> admitted =
          Trainee.told(config.admitRows(sft.shortened(rows, encoder.rows(rows))), config, terminal);
      return new Outline(
          new RunOutline(
              Learner.of(model, Adapting.of(sft).lora()),
              config,
              Objective.COMPLETIONS,
              Packing.rows(admitted.rows(), model),
              Optional.empty()),
          admitted.dropped().size(),
          admitted.truncated().size());
    }
  }

  /** Preference pairs, and those of a replay buffer. */
  record Pairs(
      TrainKeys keys, PairKeys method, List<PreferencePair> pairs, List<PreferencePair> buffer)
      implements PlannedRows {
    @Override
    public Outline outline(Loaded loaded, Terminal terminal) {
      ModelConfig model = Families.config(loaded.checkpoint().config());
      TrainConfig config = method.train();
      RowEncoder encoder = new RowEncoder(loaded.encoder());
      Admitted<EncodedPair> admitted =
          Trainee.told(config.admitPairs(encoder.pairs(pairs)), config, terminal);
      Optional<Admitted<EncodedPair>> replayed =
          buffer.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Trainee.told(config.admitPairs(encoder.pairs(buffer)), config, terminal));
      Learner learner = Learner.of(model, Adapting.of(method).lora());
      PassSize size = PassSize.of(learner, config, Device.CPU);
      return new Outline(
          new RunOutline(
              learner,
              config,
              Objective.PAIRS,
              Packing.pairs(admitted.rows(), model, size),
              replayed.map(with -> Packing.pairs(with.rows(), model, size))),
          admitted.dropped().size() + replayed.map(with -> with.dropped().size()).orElse(0),
          admitted.truncated().size() + replayed.map(with -> with.truncated().size()).orElse(0));
    }
  }
}
