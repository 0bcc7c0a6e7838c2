package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.PreferencePair;
import java.util.List;

/** Bi-factorial preference optimisation, with a replay buffer. */
final class BfpoVerb implements Verb {
  record Keys(
      @Flat TrainKeys train,
      @Flat BfpoKeys bfpo,
      @Key(value = "[]", doc = "pairs of the replay buffer, both answers safe")
          List<DatasetSpec> bufferDataset) {}

  @Override
  public String name() {
    return "bfpo";
  }

  @Override
  public String summary() {
    return "bi-factorial preference optimisation, with a replay buffer";
  }

  @Override
  public String example() {
    return "ballast bfpo embedded --dataset_name pairs.jsonl --bfpo_tau 0.05";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    List<DatasetSpec> specs = keys.train().specs();
    List<PreferencePair> pairs = keys.train().rows(specs, PreferencePair.class, call.terminal());
    List<PreferencePair> buffer =
        keys.train().rows(keys.bufferDataset(), PreferencePair.class, call.terminal());
    return new TrainingRun(call, keys.train(), keys)
        .run(
            keys.train().inputs(specs),
            Adapting.of(keys.bfpo().pair()),
            steps -> steps.bfpo(keys.bfpo(), pairs, buffer));
  }
}
