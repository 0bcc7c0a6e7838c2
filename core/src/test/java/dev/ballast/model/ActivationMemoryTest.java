package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Counts by hand: hidden 32, feed-forward 48, 4 query heads of 8 over 2 key heads, 2 layers;
 * PyTorch keeps the same, tools/reference/activation_memory.py.
 */
class ActivationMemoryTest {
  private static final ModelConfig MODEL = Families.config(TinyLlama.config(""));
  private static final List<String> ALL = MODEL.trainable(List.of("*"));
  private static final List<String> ONE_DOWN = List.of("model.layers.1.mlp.down_proj.weight");

  private static final PackedTokens TWO_ROWS = PackedTokens.rows(List.of(new int[10], new int[6]));
  private static final PackedTokens PAIR =
      PackedTokens.pairs(List.of(new PackedTokens.Pair(new int[5], new int[3], new int[2])));

  private static PassMemory count(
      List<String> trained, PackedTokens tokens, Activations activations) {
    return new ActivationMemory(MODEL, trained, activations).pass(tokens);
  }

  @Test
  void aTrainedLayerKeepsItsNormsAttentionAndFeedForward() {
    // Two norms: read 32, divided 32, 1 root, given 32 each. Attention: rotated and joined queries
    // 2 · 32, its output 32 and 4 sums, keys and values 2 · 16. Feed-forward: 4 · 48.
    long layer = 4L * 16 * (2 * (3 * 32 + 1) + (3 * 32 + 4 + 2 * 16) + 4 * 48);
    PassMemory memory = count(ALL, TWO_ROWS, Activations.KEPT);
    assertThat(layer).isEqualTo(33_152);
    assertThat(memory.kept()).isEqualTo(2 * layer);
    assertThat(memory.last()).isEqualTo(layer);
    assertThat(memory.working()).isEqualTo(layer);
    // The final norm's three arrays; cos, sin and -sin of half a head.
    assertThat(memory.around()).isEqualTo(4L * 16 * (3 * 32 + 3 * 4));
  }

  @Test
  void ofFrozenWeightsTheInputsAreNotKept() {
    // Norms: read 32 and 1 root each; attention without the joined copy; the product is kept for
    // the down matrix. The second span sees copies of 7 keys and values.
    long layer = 4L * (10 * (2 * 33 + (2 * 32 + 4 + 2 * 16) + 4 * 48) + 2 * 16 * 7);
    assertThat(layer).isEqualTo(15_216);
    PassMemory memory = count(ONE_DOWN, PAIR, Activations.KEPT);
    assertThat(memory.kept()).isEqualTo(layer);
    assertThat(memory.last()).isEqualTo(layer);
    assertThat(memory.around()).isEqualTo(4L * (10 * (3 * 32 + 3 * 4) + 2 * 7));
    // The input of the layer below is there until the last layer is done.
    assertThat(memory.working()).isEqualTo(4L * 10 * 32 + layer);
  }

  private static AdapterOutline adapter(double dropout) {
    LoraTargets targets = LoraTargets.of(List.of("q_proj", "v_proj", "down_proj"), List.of());
    return AdapterOutline.of(
        new LoraConfig(3, 6, dropout, false, targets, Map.of(), Map.of()), MODEL);
  }

  @Test
  void anAdaptersMatricesKeepWhatTheyRead() {
    // As with nothing trained, and what q and v read, 32, what down reads, 48, three times A x.
    long frozen = 2 * 33 + (2 * 32 + 4 + 2 * 16) + 3 * 48;
    long layer = 4L * 16 * (frozen + 32 + 48 + 3 * 3);
    assertThat(layer).isEqualTo(25_536);
    PassMemory memory = new ActivationMemory(MODEL, adapter(0), Activations.KEPT).pass(TWO_ROWS);
    assertThat(memory.kept()).isEqualTo(2 * layer);
    assertThat(memory.last()).isEqualTo(layer);
    // With dropout each has an input of its own, and a byte a number for what was dropped.
    long dropping = 16L * (4 * (frozen + 3 * 3) + 5 * (32 + 32 + 48));
    assertThat(dropping).isEqualTo(29_376);
    assertThat(new ActivationMemory(MODEL, adapter(0.5), Activations.KEPT).pass(TWO_ROWS).kept())
        .isEqualTo(2 * dropping);
  }

  @Test
  void anAdapterOfOneLayerKeepsNothingBelowIt() {
    LoraTargets targets = LoraTargets.of(List.of("model.layers.1.mlp.down_proj"), List.of());
    AdapterOutline one =
        AdapterOutline.of(new LoraConfig(2, 4, 0, false, targets, Map.of(), Map.of()), MODEL);
    assertThat(one.adapts(0)).isFalse();
    assertThat(one.adapts(1)).isTrue();
    assertThat(one.sizes()).containsValues(2L * 48, 2L * 32).hasSize(2);
    PassMemory memory = new ActivationMemory(MODEL, one, Activations.KEPT).pass(PAIR);
    // The layer of ONE_DOWN, and twice 2 numbers of A x.
    assertThat(memory.kept()).isEqualTo(15_216 + 4L * 10 * 2);
  }

  @Test
  void whatIsComputedAgainKeepsInputsAlone() {
    PassMemory kept = count(ALL, TWO_ROWS, Activations.KEPT);
    PassMemory memory = count(ALL, TWO_ROWS, Activations.RECOMPUTED);
    assertThat(memory.kept()).isEqualTo(4L * 2 * 16 * 32);
    assertThat(memory.last()).isEqualTo(memory.kept());
    assertThat(memory.around()).isEqualTo(kept.around());
    assertThat(memory.working()).isEqualTo(kept.last() + 4L * 16 * (3 * 48 + 2 * 32));
  }

  @Test
  void aFrozenModelKeepsNothing() {
    assertThat(count(List.of(), TWO_ROWS, Activations.KEPT).kept()).isZero();
    assertThat(MODEL.lowestTrained(List.of())).isEqualTo(2);
    assertThat(MODEL.lowestTrained(ONE_DOWN)).isEqualTo(1);
    assertThat(MODEL.lowestTrained(ALL)).isZero();
  }

  @Test
  void everyFamilyIsCounted() {
    for (FamilyCase family : FamilyCase.all()) {
      ModelConfig model = Families.config(family.config());
      List<String> all = model.trainable(List.of("*"));
      PassMemory memory = new ActivationMemory(model, all, Activations.KEPT).pass(TWO_ROWS);
      PassMemory frozen =
          new ActivationMemory(model, all.subList(0, 1), Activations.KEPT).pass(TWO_ROWS);
      assertThat(memory.kept()).as(family.name()).isGreaterThan(frozen.kept());
      assertThat(frozen.kept()).as(family.name()).isPositive();
    }
  }
}
