package dev.ballast.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.config.Config;
import dev.ballast.json.BadInput;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossesTest {
  @Test
  void everyLossDecodesFromItsDefaults() {
    Losses.all()
        .forEach(
            (name, type) ->
                assertThat(Config.decode(type, Optional.empty(), Map.of()).value())
                    .as(name)
                    .isInstanceOf(type));
  }

  @Test
  void namesTheKnownOnes() {
    assertThat(Losses.named("bfpo")).isEqualTo(Bfpo.class);
    assertThatThrownBy(() -> Losses.named("ipo"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("loss_type")
        .hasMessageContaining("bfpo, sigmoid");
  }

  @Test
  void runsTakeTheKeysOfLossAndLoopTogether() {
    var dpo =
        Config.decode(
                DpoRun.class,
                Optional.empty(),
                Map.of("beta", "0.3", "learning-rate", "1e-5", "trainable", "'*.down_proj.weight'"))
            .value();
    assertThat(dpo.loss()).isEqualTo(new Dpo(0.3, 0));
    assertThat(dpo.learningRate()).isEqualTo(1e-5);
    assertThat(dpo.train().trainable()).containsExactly("*.down_proj.weight");
    assertThat(dpo.train().alarmBelow()).containsEntry("rewards/chosen", -10.0);
    assertThatThrownBy(
            () ->
                Config.decode(
                    BfpoRun.class, Optional.empty(), Map.of("bfpo_tau", "0", "max_lenght", "9")))
        .hasMessageContaining("bfpo_tau")
        .hasMessageContaining("max_length");
  }
}
