package dev.ballast.model;

import dev.ballast.model.Parameter.Start;
import java.util.Map;

/** The tensors of Falcon. */
final class FalconLayout implements Layout {
  private static final String EMBEDDING = "transformer.word_embeddings.weight";
  private static final String NORM = "transformer.ln_f";
  private static final String QKV = "self_attention.query_key_value";
  private static final String OUT = "self_attention.dense";
  private static final String UP = "mlp.dense_h_to_4h";
  private static final String DOWN = "mlp.dense_4h_to_h";

  private final ModelConfig c;

  FalconLayout(ModelConfig config) {
    c = config;
  }

  @Override
  public ModelConfig config() {
    return c;
  }

  @Override
  public void putLastNorm(Map<String, Parameter> all) {
    putNorm(all, NORM);
  }

  @Override
  public void putLayer(Map<String, Parameter> all, int layer) {
    String at = at(layer);
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.kvHeads() * c.headSize();
    putLinear(all, at + QKV, Parameter.matrix(queries + 2 * keys, c.hidden()), Trait.QKV_BIAS);
    putLinear(all, at + OUT, Parameter.residual(c.hidden(), queries), Trait.OUT_BIAS);
    putLinear(all, at + UP, Parameter.matrix(c.intermediate(), c.hidden()), Trait.FEED_BIAS);
    putLinear(all, at + DOWN, Parameter.residual(c.hidden(), c.intermediate()), Trait.FEED_BIAS);
    putNorm(all, at + attentionNorm());
    if (c.has(Trait.TWO_PARALLEL_NORMS)) {
      putNorm(all, at + "ln_mlp");
    }
  }

  private void putNorm(Map<String, Parameter> all, String name) {
    all.put(name + ".weight", Parameter.vector(c.hidden(), Start.ONES));
    all.put(name + ".bias", Parameter.vector(c.hidden(), Start.ZEROS));
  }

  @Override
  public String embedding() {
    return EMBEDDING;
  }

  @Override
  public Norm lastNorm(Weights weights) {
    return norm(weights, NORM);
  }

  @Override
  public Block block(Weights weights, int layer) {
    String at = at(layer);
    PlainLinears linears =
        new PlainLinears(
            new Qkv.Grouped(Linear.of(weights, at + QKV), c),
            QkNorm.NONE,
            Linear.of(weights, at + OUT),
            new FeedForward.Ungated(
                c.rules().activation(),
                Linear.of(weights, at + UP),
                Linear.of(weights, at + DOWN)));
    Norm attention = norm(weights, at + attentionNorm());
    Norm feed = c.has(Trait.TWO_PARALLEL_NORMS) ? norm(weights, at + "ln_mlp") : attention;
    return new Block(layer, Block.Norms.sideBySide(attention, feed), linears);
  }

  private String attentionNorm() {
    return c.has(Trait.TWO_PARALLEL_NORMS) ? "ln_attn" : "input_layernorm";
  }

  private Norm norm(Weights weights, String name) {
    return new Norm.Layer(weights.get(name + ".weight"), weights.get(name + ".bias"), c.normEps());
  }

  private static String at(int layer) {
    return "transformer.h." + layer + ".";
  }
}
