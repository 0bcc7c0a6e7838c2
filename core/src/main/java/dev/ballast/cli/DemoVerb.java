package dev.ballast.cli;

import dev.ballast.breakfix.BreakFixConfig;
import dev.ballast.breakfix.FixConfig;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.organism.OrganismFiles;
import dev.ballast.organism.OrganismText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The main job on the embedded model: measure, break, fix, prove. */
final class DemoVerb implements Verb {
  record Keys(
      @Flat BreakFixConfig recipe,
      @Key(value = "7", doc = "seed of the embedded model's text") long textSeed,
      @Key(value = "false", doc = "set a finished run aside and begin anew", behaviour = false)
          boolean again,
      @Key(value = "0", doc = "threads of the arithmetic; 0 = all cores") int threads) {}

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "measure, break, fix and prove the embedded model, in minutes";
  }

  @Override
  public String example() {
    return "ballast demo";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public int run(Call call) {
    Path recipe = Path.of(System.getProperty("ballast.home", "."), "recipes", "demo.yaml");
    Map<String, String> typed = new LinkedHashMap<>(call.keys());
    typed.putIfAbsent("data_root", Models.cacheFolder().resolve("demo-data").toString());
    Call located =
        new Call(call.verb(), call.words(), call.config(), typed, call.json(), call.terminal());
    Keys keys = located.decode(Keys.class, recipe);
    if (keys.recipe().fix().refusals() != FixConfig.Refusals.FULL) {
      throw BadInput.of("the embedded model has one kind of refusals")
          .key("refusals")
          .fix("leave it out; breakfix has the choice");
    }
    Threads.use(keys.threads());
    write(keys);
    return new BreakFixRun(located, keys.recipe(), GenerationKeys.standard(), keys.again())
        .run(Refusals.plain());
  }

  /** Write the prompts; the generator gives the same bytes each time. */
  private static void write(Keys keys) {
    Path folder = keys.recipe().dataRoot();
    if (!Files.exists(folder.resolve("heldout_plain.jsonl"))) {
      OrganismFiles.writePrompts(OrganismText.prompts(keys.textSeed()), folder);
    }
  }
}
