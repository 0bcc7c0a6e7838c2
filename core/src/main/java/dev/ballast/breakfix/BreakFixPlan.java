package dev.ballast.breakfix;

import dev.ballast.config.Config;
import dev.ballast.data.Datasets;
import dev.ballast.data.Split;
import dev.ballast.json.BadInput;
import dev.ballast.ledger.Hashes;
import dev.ballast.ledger.Manifest;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.attack.Attacks;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recipe with its data read and its splits made: all that is decided before a model is asked.
 *
 * @param heldOutAttacks families that only prove
 */
public record BreakFixPlan(
    BreakFixConfig config,
    BreakFixData data,
    List<String> trainingAttacks,
    List<String> heldOutAttacks,
    Map<String, String> inputs) {
  /** The manifest's word for such a run. */
  public static final String COMMAND = "breakfix";

  /**
   * Read the data and make the splits.
   *
   * @throws BadInput when a set, an attack or a side of a split is missing
   */
  public static BreakFixPlan of(BreakFixConfig config, Datasets datasets) {
    BreakFixData data = BreakFixData.of(config, datasets);
    filled("objectives", data.objectives().train().size());
    filled("held-out objectives", data.objectives().heldOut().size());
    List<String> heldOut = heldOut(config);
    List<String> training =
        config.attack().attacks().stream().filter(name -> !heldOut.contains(name)).toList();
    filled("attacks that are not held out", training.size());
    return new BreakFixPlan(config, data, training, heldOut, inputs(config, datasets));
  }

  /** Return the manifest of the run: configuration, inputs and the splits that were made. */
  public Manifest manifest() {
    Map<String, Object> shown = new LinkedHashMap<>(Config.flat(config));
    shown.put("split.held_out_attacks", heldOutAttacks);
    shown.put("split.held_out_categories", data.heldOutCategories());
    data.event().sets().forEach((name, set) -> shown.put("split." + name, set.hash()));
    return Manifest.of(COMMAND, Config.fingerprint(config), shown, config.seed())
        .withInputs(inputs);
  }

  /** Return both sides' families. */
  List<String> allAttacks() {
    return Stream.concat(trainingAttacks.stream(), heldOutAttacks.stream()).toList();
  }

  BreakFixEvent.Plan event() {
    List<String> stages = config.stages().stream().map(stage -> Words.of(stage.method())).toList();
    return new BreakFixEvent.Plan(
        config.model(), config.rounds(), trainingAttacks, heldOutAttacks, stages);
  }

  private static List<String> heldOut(BreakFixConfig config) {
    AttackConfig attack = config.attack();
    if (!attack.heldOutAttacks().isEmpty()) {
      attack.heldOutAttacks().forEach(Attacks::byName);
      return attack.heldOutAttacks();
    }
    // An encoding that the model cannot read would prove nothing, and direct is the yardstick.
    return attack.attacks().stream()
        .map(Attacks::byName)
        .filter(Attacks::frames)
        .map(Attack::name)
        .sorted(
            Comparator.comparingDouble(
                name -> Split.point(name, "attack/" + config.data().holdOutSalt())))
        .limit(attack.heldOutAttackCount())
        .toList();
  }

  private static Map<String, String> inputs(BreakFixConfig config, Datasets datasets) {
    DataConfig data = config.data();
    Map<String, String> inputs = new TreeMap<>();
    Stream.of(
            data.objectives(),
            data.lookalikes(),
            data.plain(),
            data.heldOutObjectives(),
            data.heldOutLookalikes(),
            data.heldOutPlain(),
            data.helpfulness().stream().map(HelpfulnessSet::dataset).toList())
        .flatMap(List::stream)
        .map(datasets::find)
        .flatMap(Optional::stream)
        .forEach(file -> inputs.put(file.toString().replace('\\', '/'), Hashes.of(file)));
    return inputs;
  }

  private static void filled(String what, int size) {
    if (size == 0) {
      throw BadInput.of("nothing is left of the " + what)
          .fix("name more data or attacks, or hold out less");
    }
  }
}
