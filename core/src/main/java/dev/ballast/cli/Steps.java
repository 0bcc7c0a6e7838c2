package dev.ballast.cli;

import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.train.BufferedStep;
import dev.ballast.train.EncodedRow;
import dev.ballast.train.Learner;
import dev.ballast.train.PairPasses;
import dev.ballast.train.PairStep;
import dev.ballast.train.PassSize;
import dev.ballast.train.ReferenceCache;
import dev.ballast.train.ReferenceKey;
import dev.ballast.train.ReferenceSource;
import dev.ballast.train.SftRun;
import dev.ballast.train.SftStep;
import dev.ballast.train.TrainConfig;
import dev.ballast.train.Trainer;
import java.util.List;

/** Puts a model, rows and a loss together: what the one loop then trains. */
record Steps(Trainee trainee, Terminal terminal) {
  Trainer.Job sft(SftRun keys, List<SftRow> rows) {
    List<EncodedRow> encoded = trainee.rows(rows, keys, terminal);
    SftStep step = new SftStep(trainee.decoder(), encoded, keys.train().activations());
    return new Trainer.Job(trainee.decoder(), step, keys.learningRate(), keys.train());
  }

  Trainer.Job dpo(DpoKeys keys, List<PreferencePair> pairs) {
    PairKeys shared = keys.pair();
    PairStep step =
        new PairStep(
            trainee.decoder(),
            trainee.pairs(pairs, shared.train(), terminal),
            keys.loss(),
            shared.rpoAlpha(),
            passes(shared));
    return new Trainer.Job(trainee.decoder(), step, shared.learningRate(), shared.train());
  }

  /** Train on safety pairs, with a batch of the buffer beside each; an empty buffer is none. */
  Trainer.Job bfpo(BfpoKeys keys, List<PreferencePair> pairs, List<PreferencePair> buffer) {
    PairKeys shared = keys.pair();
    PairPasses passes = passes(shared);
    PairStep safety = pairStep(keys, pairs, passes);
    if (buffer.isEmpty() || keys.bufferWeight() == 0) {
      return new Trainer.Job(trainee.decoder(), safety, shared.learningRate(), shared.train());
    }
    PairStep replay = pairStep(keys, buffer, passes);
    TrainConfig train = shared.train();
    BufferedStep both =
        new BufferedStep(safety, replay, train.plan(replay.rows()), keys.bufferWeight());
    return new Trainer.Job(trainee.decoder(), both, shared.learningRate(), train);
  }

  private PairStep pairStep(BfpoKeys keys, List<PreferencePair> pairs, PairPasses passes) {
    return new PairStep(
        trainee.decoder(),
        trainee.pairs(pairs, keys.pair().train(), terminal),
        keys.loss(),
        keys.pair().rpoAlpha(),
        passes);
  }

  private PairPasses passes(PairKeys keys) {
    ReferenceSource reference =
        keys.reference()
            .source(
                () ->
                    new ReferenceCache(
                        Models.referenceFolder(),
                        ReferenceKey.of(trainee.decoder().base(), trainee.files()),
                        keys.train().seed()));
    Learner learner = Learner.of(trainee.decoder().config(), Adapting.of(keys).lora());
    PassSize size = PassSize.of(learner, keys.train(), trainee.decoder().placement().device());
    return new PairPasses(keys.train().activations(), size, reference);
  }
}
