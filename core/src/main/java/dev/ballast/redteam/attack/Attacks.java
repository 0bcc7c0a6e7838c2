package dev.ballast.redteam.attack;

import dev.ballast.json.BadInput;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.convert.Base64Text;
import dev.ballast.redteam.convert.Leetspeak;
import dev.ballast.redteam.convert.Rot13;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The registry of attacks: to add one, add its line. */
public final class Attacks {
  /** The family that asks plainly, which all others are compared with. */
  static final String DIRECT = "direct";

  private static final Map<String, Supplier<Attack>> REGISTRY = registry();

  private Attacks() {}

  private static Map<String, Supplier<Attack>> registry() {
    Map<String, Supplier<Attack>> attacks = new LinkedHashMap<>();
    attacks.put(DIRECT, Direct::new);
    attacks.put("prefix_injection", () -> Framed.of("prefix_injection"));
    attacks.put("refusal_suppression", () -> Framed.of("refusal_suppression"));
    attacks.put("role_play", () -> Framed.of("role_play"));
    attacks.put("prompt_template", () -> Framed.of("prompt_template"));
    attacks.put("many_shot", ManyShot::read);
    attacks.put("payload_split", PayloadSplit::read);
    attacks.put("base64", () -> Encoded.of("base64", new Base64Text()));
    attacks.put("rot13", () -> Encoded.of("rot13", new Rot13()));
    attacks.put("leetspeak", () -> Encoded.of("leetspeak", new Leetspeak()));
    attacks.put("past_tense", PastTense::read);
    attacks.put("persuasion", () -> Framed.of("persuasion"));
    attacks.put("suffix", () -> Framed.of("suffix"));
    return attacks;
  }

  /** Tell whether it puts plain words around the objective: neither direct nor an encoding. */
  public static boolean frames(Attack attack) {
    return attack.converter().isEmpty() && !attack.name().equals(DIRECT);
  }

  /** List the names that {@link #byName} knows. */
  public static List<String> names() {
    return List.copyOf(REGISTRY.keySet());
  }

  /**
   * Return the attack of that name.
   *
   * @throws BadInput when there is none
   */
  public static Attack byName(String name) {
    Supplier<Attack> attack = REGISTRY.get(name);
    if (attack == null) {
      throw BadInput.of("no such attack")
          .key("attacks")
          .value(name)
          .fix("use some of " + String.join(", ", names()));
    }
    return attack.get();
  }
}
