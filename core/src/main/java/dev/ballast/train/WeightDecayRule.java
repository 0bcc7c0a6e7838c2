package dev.ballast.train;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says which parameters decay: as transformers' {@code get_decay_parameter_names}, which spares
 * LayerNorm by its type; Falcon's are named {@code ln_*}.
 */
final class WeightDecayRule {
  private static final Pattern SPARED =
      Pattern.compile(
          "bias|layernorm|rmsnorm|(?:^|\\.)norm(?:$|\\.)|_norm(?:$|\\.)|(?:^|\\.)ln_\\w+\\.");

  private WeightDecayRule() {}

  static boolean decays(String parameter) {
    return !SPARED.matcher(parameter.toLowerCase(Locale.ROOT)).find();
  }
}
