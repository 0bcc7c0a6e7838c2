package dev.ballast.model;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A decoder with an adapter on. Its parameters are the adapter's; those of the base are shared and
 * stay as they are.
 */
public final class AdaptedDecoder implements Decoder {
  /** What closes with the decoder. */
  private enum Owns {
    ADAPTER,
    ADAPTER_AND_BASE
  }

  /**
   * How a decoder is made of weights: what dropout needs anew for every pass.
   *
   * @param build costs no copy of a weight
   */
  private record Maker(Weights weights, Function<Weights, Decoder> build) {
    Decoder under(Adapter adapter, OptionalLong draw) {
      return build.apply(weights.under(adapter, draw));
    }
  }

  private final Decoder base;
  private final Adapter adapter;
  private final Maker maker;
  private final Decoder adapted;
  private final Owns owns;

  private AdaptedDecoder(Decoder base, Adapter adapter, Maker maker, Owns owns) {
    this.base = base;
    this.adapter = adapter;
    this.maker = maker;
    this.owns = owns;
    adapted = maker.under(adapter, OptionalLong.empty());
  }

  /**
   * Put an adapter over a base.
   *
   * @param weights of the base
   * @param build makes a decoder of the base's kind that shares the weights it is given
   */
  static AdaptedDecoder of(
      Decoder base, Adapter adapter, Weights weights, Function<Weights, Decoder> build) {
    return new AdaptedDecoder(base, adapter, new Maker(weights, build), Owns.ADAPTER);
  }

  /**
   * Put an adapter that changes nothing yet over a base, as {@link Adapter#fresh} makes it; the
   * base closes with the decoder, and at once where the adapter does not fit.
   */
  public static AdaptedDecoder fresh(Decoder base, LoraConfig lora, long seed) {
    try {
      return base.with(Adapter.fresh(lora, base, seed)).owningBase();
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** Return this decoder as one that closes its base, too. */
  public AdaptedDecoder owningBase() {
    return new AdaptedDecoder(base, adapter, maker, Owns.ADAPTER_AND_BASE);
  }

  public Adapter adapter() {
    return adapter;
  }

  @Override
  public ModelConfig config() {
    return base.config();
  }

  @Override
  public Placement placement() {
    return base.placement();
  }

  @Override
  public Tensor hidden(PackedTokens tokens) {
    return adapted.hidden(tokens);
  }

  @Override
  public ForwardPass pass(PackedTokens tokens, Activations activations) {
    return adapted.pass(tokens, activations);
  }

  @Override
  public ForwardPass pass(PackedTokens tokens, long draw, Activations activations) {
    return adapter.config().dropout() == 0
        ? pass(tokens, activations)
        : maker.under(adapter, OptionalLong.of(draw)).pass(tokens, activations);
  }

  /** Return the base's broken weights; an adapter's own are read elsewhere. */
  @Override
  public List<String> broken() {
    return adapted.broken();
  }

  @Override
  public OutputHead head() {
    return adapted.head();
  }

  @Override
  public AdaptedDecoder with(Adapter other) {
    return base.with(other);
  }

  @Override
  public Decoder base() {
    return base;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return adapter.parameters();
  }

  @Override
  public List<String> trainable(List<String> patterns) {
    base.parameters().values().forEach(Tensor::freeze);
    return adapter.trainable(patterns);
  }

  @Override
  public Inference inference(KernelChoice choice) {
    return adapted.inference(choice);
  }

  @Override
  public void close() {
    adapter.close();
    if (owns == Owns.ADAPTER_AND_BASE) {
      base.close();
    }
  }
}
