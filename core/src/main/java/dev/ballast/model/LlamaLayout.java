package dev.ballast.model;

import dev.ballast.model.Parameter.Start;
import java.util.Map;

/** The tensors of Llama and of the families that name theirs alike. */
final class LlamaLayout implements Layout {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String NORM = "model.norm";

  private final ModelConfig c;

  LlamaLayout(ModelConfig config) {
    c = config;
  }

  @Override
  public ModelConfig config() {
    return c;
  }

  @Override
  public void putLastNorm(Map<String, Parameter> all) {
    putNorm(all, NORM, c.hidden());
  }

  @Override
  public void putLayer(Map<String, Parameter> all, int layer) {
    String at = at(layer);
    if (c.has(Trait.PRE_NORM)) {
      putNorm(all, at + "input_layernorm", c.hidden());
    }
    putAttention(all, at + "self_attn.");
    // Behind the attention where there are norms behind, else before the feed-forward network.
    putNorm(all, at + "post_attention_layernorm", c.hidden());
    if (c.has(Trait.PRE_NORM) && c.has(Trait.POST_NORM)) {
      putNorm(all, at + "pre_feedforward_layernorm", c.hidden());
    }
    putFeed(all, at + "mlp.");
    if (c.has(Trait.POST_NORM)) {
      putNorm(all, at + "post_feedforward_layernorm", c.hidden());
    }
  }

  private void putAttention(Map<String, Parameter> all, String at) {
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.kvHeads() * c.headSize();
    if (c.has(Trait.JOINED_MATRICES)) {
      putLinear(
          all, at + "qkv_proj", Parameter.matrix(queries + 2 * keys, c.hidden()), Trait.QKV_BIAS);
    } else {
      putLinear(all, at + "q_proj", Parameter.matrix(queries, c.hidden()), Trait.QKV_BIAS);
      putLinear(all, at + "k_proj", Parameter.matrix(keys, c.hidden()), Trait.QKV_BIAS);
      putLinear(all, at + "v_proj", Parameter.matrix(keys, c.hidden()), Trait.QKV_BIAS);
    }
    putLinear(all, at + "o_proj", Parameter.residual(c.hidden(), queries), Trait.OUT_BIAS);
    if (c.has(Trait.HEAD_QK_NORM) || c.has(Trait.WHOLE_QK_NORM)) {
      putNorm(all, at + "q_norm", c.has(Trait.WHOLE_QK_NORM) ? queries : c.headSize());
      putNorm(all, at + "k_norm", c.has(Trait.WHOLE_QK_NORM) ? keys : c.headSize());
    }
  }

  private void putFeed(Map<String, Parameter> all, String at) {
    long size = c.intermediate();
    if (c.has(Trait.JOINED_MATRICES)) {
      putLinear(all, at + "gate_up_proj", Parameter.matrix(2 * size, c.hidden()), Trait.FEED_BIAS);
    } else {
      putLinear(all, at + "gate_proj", Parameter.matrix(size, c.hidden()), Trait.FEED_BIAS);
      putLinear(all, at + "up_proj", Parameter.matrix(size, c.hidden()), Trait.FEED_BIAS);
    }
    putLinear(all, at + "down_proj", Parameter.residual(c.hidden(), size), Trait.FEED_BIAS);
  }

  private void putNorm(Map<String, Parameter> all, String name, long size) {
    Start start = c.has(Trait.SHIFTED_NORM) ? Start.ZEROS : Start.ONES;
    all.put(name + ".weight", Parameter.vector(size, start));
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
    String at = at(layer) + "self_attn.";
    PlainLinears linears =
        new PlainLinears(
            qkv(weights, at),
            qkNorm(weights, at),
            Linear.of(weights, at + "o_proj"),
            feedForward(weights, at(layer) + "mlp."));
    return new Block(layer, norms(weights, at(layer)), linears);
  }

  private Block.Norms norms(Weights weights, String at) {
    boolean before = c.has(Trait.PRE_NORM);
    boolean behind = c.has(Trait.POST_NORM);
    Norm none = new Norm.None();
    Norm second = norm(weights, at + "post_attention_layernorm");
    Norm beforeFeed = behind ? none : second;
    if (before && behind) {
      beforeFeed = norm(weights, at + "pre_feedforward_layernorm");
    }
    return new Block.Norms(
        before ? norm(weights, at + "input_layernorm") : none,
        behind ? second : none,
        beforeFeed,
        behind ? norm(weights, at + "post_feedforward_layernorm") : none,
        false);
  }

  private Qkv qkv(Weights weights, String at) {
    if (c.has(Trait.JOINED_MATRICES)) {
      return new Qkv.Joined(Linear.of(weights, at + "qkv_proj"), c);
    }
    return new Qkv.Separate(
        Linear.of(weights, at + "q_proj"),
        Linear.of(weights, at + "k_proj"),
        Linear.of(weights, at + "v_proj"),
        c.headSize());
  }

  private QkNorm qkNorm(Weights weights, String at) {
    boolean whole = c.has(Trait.WHOLE_QK_NORM);
    return whole || c.has(Trait.HEAD_QK_NORM)
        ? new QkNorm(norm(weights, at + "q_norm"), norm(weights, at + "k_norm"), whole)
        : QkNorm.NONE;
  }

  private FeedForward feedForward(Weights weights, String at) {
    Activation activation = c.rules().activation();
    Linear down = Linear.of(weights, at + "down_proj");
    return c.has(Trait.JOINED_MATRICES)
        ? new FeedForward.JoinedGated(activation, Linear.of(weights, at + "gate_up_proj"), down)
        : new FeedForward.Gated(
            activation,
            Linear.of(weights, at + "gate_proj"),
            Linear.of(weights, at + "up_proj"),
            down);
  }

  private Norm norm(Weights weights, String name) {
    return c.has(Trait.SHIFTED_NORM)
        ? new Norm.ShiftedRms(weights.get(name + ".weight"), c.normEps())
        : new Norm.Rms(weights.get(name + ".weight"), c.normEps());
  }

  private static String at(int layer) {
    return "model.layers." + layer + ".";
  }
}
