package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.PreferencePair;
import java.util.List;

/** Direct preference optimisation on pairs. */
final class DpoVerb implements Verb {
  record Keys(@Flat TrainKeys train, @Flat DpoKeys dpo) {}

  @Override
  public String name() {
    return "dpo";
  }

  @Override
  public String summary() {
    return "direct preference optimisation on pairs";
  }

  @Override
  public String example() {
    return "ballast dpo embedded --dataset_name pairs.jsonl --beta 0.1 --learning_rate 5e-6";
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
    return new TrainingRun(call, keys.train(), keys)
        .run(
            keys.train().inputs(specs),
            Adapting.of(keys.dpo().pair()),
            steps -> steps.dpo(keys.dpo(), pairs));
  }
}
