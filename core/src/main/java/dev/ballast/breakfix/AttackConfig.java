package dev.ballast.breakfix;

import static dev.ballast.breakfix.BreakFixConfig.require;

import dev.ballast.config.Key;
import java.util.List;

/** Which attack families break, and which only prove. */
public record AttackConfig(
    @Key(
            value =
                "[direct, prefix_injection, refusal_suppression, role_play, prompt_template,"
                    + " many_shot, payload_split, base64, rot13, leetspeak, past_tense,"
                    + " persuasion, suffix]",
            doc = "attack families")
        List<String> attacks,
    @Key(value = "[]", doc = "families never trained on; none = chosen by hash")
        List<String> heldOutAttacks,
    @Key(value = "2", doc = "families held out by hash where none are named")
        int heldOutAttackCount) {
  public AttackConfig {
    attacks = List.copyOf(attacks);
    heldOutAttacks = List.copyOf(heldOutAttacks);
    require(!attacks.isEmpty(), "attacks must name at least one family");
    require(
        heldOutAttackCount >= 1, "held_out_attack_count must be >= 1, was " + heldOutAttackCount);
  }
}
