package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightDecayRuleTest {
  @Test
  void sparesNormsAndBiasesAsTransformersDoes() {
    assertThat(WeightDecayRule.decays("model.embed_tokens.weight")).isTrue();
    assertThat(WeightDecayRule.decays("model.layers.3.mlp.down_proj.weight")).isTrue();
    assertThat(WeightDecayRule.decays("model.layers.3.self_attn.q_proj.bias")).isFalse();
    assertThat(WeightDecayRule.decays("model.layers.3.input_layernorm.weight")).isFalse();
    assertThat(WeightDecayRule.decays("model.layers.3.self_attn.q_norm.weight")).isFalse();
    assertThat(WeightDecayRule.decays("model.norm.weight")).isFalse();
    assertThat(WeightDecayRule.decays("transformer.h.3.ln_attn.weight")).isFalse();
    assertThat(WeightDecayRule.decays("transformer.ln_f.weight")).isFalse();
    assertThat(WeightDecayRule.decays("transformer.h.3.self_attention.dense.weight")).isTrue();
  }
}
