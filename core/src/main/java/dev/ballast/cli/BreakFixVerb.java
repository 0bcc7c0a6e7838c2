package dev.ballast.cli;

import dev.ballast.breakfix.BreakFixConfig;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import java.util.List;

/** Rounds of break, cluster, fix, prove, gate; resumable. */
final class BreakFixVerb implements Verb {
  record Keys(
      @Flat BreakFixConfig recipe,
      GenerationKeys how,
      @Key(
              value = "false",
              doc = "set a finished or other run in that folder aside and begin anew",
              behaviour = false)
          boolean again,
      @Key(value = "0", doc = "threads of the arithmetic; 0 = all cores") int threads) {}

  @Override
  public String name() {
    return "breakfix";
  }

  @Override
  public String summary() {
    return "break a model, fix it, prove the fix; the same command goes on after a stop";
  }

  @Override
  public String example() {
    return "ballast breakfix --config recipes/smollm2-breakfix.yaml --model SMOLLM2 --data_root"
        + " DATA";
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
    if (call.config().isEmpty() && !call.keys().containsKey("objectives")) {
      throw BadInput.of("no recipe is named")
          .key("config")
          .fix("add --config recipes/smollm2-breakfix.yaml, or a recipe of your own");
    }
    Keys keys = call.decode(Keys.class);
    Threads.use(keys.threads());
    return new BreakFixRun(call, keys.recipe(), keys.how(), keys.again())
        .run(Refusals.of(keys.recipe().fix().refusals()));
  }
}
