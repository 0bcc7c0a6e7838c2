package dev.ballast.train.loss;

import dev.ballast.json.BadInput;
import dev.ballast.train.PreferenceLoss;
import java.util.Map;
import java.util.TreeMap;

/** The registry of preference losses: TRL's {@code loss_type} where it has one. */
public final class Losses {
  private static final Map<String, Class<? extends PreferenceLoss>> TYPES =
      Map.of(
          "sigmoid", Dpo.class,
          "bfpo", Bfpo.class);

  private Losses() {}

  /** Return all losses by name; each is a record to decode from configuration. */
  public static Map<String, Class<? extends PreferenceLoss>> all() {
    return new TreeMap<>(TYPES);
  }

  /**
   * Return the loss of a name.
   *
   * @throws BadInput naming the known ones
   */
  public static Class<? extends PreferenceLoss> named(String lossType) {
    Class<? extends PreferenceLoss> type = TYPES.get(lossType);
    if (type == null) {
      throw BadInput.of("unknown loss")
          .key("loss_type")
          .value(lossType)
          .fix("use one of " + String.join(", ", all().keySet()));
    }
    return type;
  }
}
