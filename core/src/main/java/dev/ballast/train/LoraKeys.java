package dev.ballast.train;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.model.LoraConfig;
import dev.ballast.model.LoraTargets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of training an adapter in place of the model's own weights, under TRL's names. */
@Flat
public record LoraKeys(
    @Key(value = "false", doc = "train a LoRA adapter; the model's own weights stay")
        boolean usePeft,
    @Key(doc = "rank of the adapter's matrices (use_peft; default: 16)") Optional<Integer> loraR,
    @Key(doc = "the update is scaled by lora_alpha / lora_r (use_peft; default: 32)")
        Optional<Integer> loraAlpha,
    @Key(
            doc =
                "share of the adapter's inputs that a step drops (use_peft; default: 0.05; of pairs"
                    + " none without disable_dropout: false)")
        Optional<Double> loraDropout,
    @Key(
            value = "[]",
            doc =
                "modules to adapt, by name or its end, or all-linear (use_peft; none = those that"
                    + " PEFT takes for the family)")
        List<String> loraTargetModules,
    @Key(value = "[]", doc = "modules that train whole beside the adapter (use_peft)")
        List<String> loraModulesToSave,
    @Key(value = "false", doc = "scale by lora_alpha / √lora_r (use_peft)") boolean useRslora) {
  public LoraKeys {
    loraTargetModules = List.copyOf(loraTargetModules);
    loraModulesToSave = List.copyOf(loraModulesToSave);
    loraR.ifPresent(r -> require(r >= 1, "lora_r must be >= 1, was " + r));
    loraDropout.ifPresent(
        share -> require(share >= 0 && share < 1, "lora_dropout must be in [0, 1), was " + share));
    if (!usePeft) {
      refuse("lora_r", loraR.isPresent());
      refuse("lora_alpha", loraAlpha.isPresent());
      refuse("lora_dropout", loraDropout.isPresent());
      refuse("lora_target_modules", !loraTargetModules.isEmpty());
      refuse("lora_modules_to_save", !loraModulesToSave.isEmpty());
      refuse("use_rslora", useRslora);
    }
  }

  /**
   * Return the adapter to train; empty where the model's own weights are trained.
   *
   * @param dropout whether a step drops inputs at all
   */
  public Optional<LoraConfig> adapter(Dropout dropout) {
    return usePeft
        ? Optional.of(
            new LoraConfig(
                loraR.orElse(16),
                loraAlpha.orElse(32),
                dropout == Dropout.OFF ? 0 : loraDropout.orElse(0.05),
                useRslora,
                LoraTargets.of(loraTargetModules, loraModulesToSave),
                Map.of(),
                Map.of()))
        : Optional.empty();
  }

  /** Whether the steps of a method drop inputs. */
  public enum Dropout {
    ON,
    OFF
  }

  private static void refuse(String key, boolean given) {
    require(!given, key + " does nothing without use_peft: set use_peft, or remove it");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
