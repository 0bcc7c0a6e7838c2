package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Optional;

/** Says what a run is going to take; {@link PlannedRun} has the keys of the run's verb. */
final class PlanVerb implements Verb {
  record Keys(
      @Key(doc = "the verb to plan: sft, dpo or bfpo; then all of its keys") String verb,
      @Key(doc = "the model to train") Optional<String> model) {}

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String summary() {
    return "predict what a training run takes: plan dpo MODEL, with the keys of dpo";
  }

  @Override
  public String example() {
    return "ballast plan dpo embedded --dataset_name pairs.jsonl --max_length 512";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("verb", "model");
  }

  @Override
  public Verb kind(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      // A word behind a key is that key's value.
      boolean value = i > 0 && words.get(i - 1).startsWith("--");
      Optional<PlannedRun.Method> method = PlannedRun.Method.named(words.get(i));
      if (!value && method.isPresent()) {
        return new PlannedRun(method.get());
      }
    }
    return this;
  }

  @Override
  public int run(Call call) {
    throw BadInput.of("which run is to be planned?")
        .key("verb")
        .value(call.keys().getOrDefault("verb", "none"))
        .fix("ballast plan sft, ballast plan dpo or ballast plan bfpo, with the keys of that verb");
  }
}
