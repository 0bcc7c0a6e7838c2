package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.SftRow;
import dev.ballast.train.SftRun;
import java.util.List;

/** Supervised fine-tuning, with loss on completions. */
final class SftVerb implements Verb {
  record Keys(@Flat TrainKeys train, @Flat SftRun sft) {}

  @Override
  public String name() {
    return "sft";
  }

  @Override
  public String summary() {
    return "supervised fine-tuning, with loss on completions";
  }

  @Override
  public String example() {
    return "ballast sft embedded --dataset_name rows.jsonl --learning_rate 1e-4";
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
    List<SftRow> rows = keys.train().rows(specs, SftRow.class, call.terminal());
    return new TrainingRun(call, keys.train(), keys)
        .run(
            keys.train().inputs(specs),
            Adapting.of(keys.sft()),
            steps -> steps.sft(keys.sft(), rows));
  }
}
