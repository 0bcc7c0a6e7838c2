package dev.ballast.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The operations of a neural network. */
public final class Nn {
  private Nn() {}

  /**
   * Multiply by a transposed weight.
   *
   * @param x (…, in)
   * @param weight (out, in)
   * @return (…, out)
   */
  public static Tensor linear(Tensor x, Tensor weight) {
    return Tensor.of(torch.linear(x.handle(), weight.handle()));
  }

  /**
   * Look rows up.
   *
   * @param weight (vocab, hidden)
   * @param ids I64 (…)
   * @param padding id whose row gets no gradient from being looked up, as transformers' embeddings
   *     have it for {@code pad_token_id}; -1 = none
   * @return (…, hidden)
   */
  public static Tensor embedding(Tensor weight, Tensor ids, int padding) {
    return Tensor.of(torch.embedding(weight.handle(), ids.handle(), padding, false, false));
  }

  /** Normalise the last dimension by its root mean square, then scale by {@code weight}. */
  public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
    return Tensor.of(
        torch.rms_norm(
            x.handle(),
            new long[] {weight.numel()},
            new TensorOptional(weight.handle()),
            new DoubleOptional(eps)));
  }

  public static Tensor silu(Tensor x) {
    return Tensor.of(torch.silu(x.handle()));
  }

  public static Tensor softmax(Tensor x, int dim) {
    return Tensor.of(torch.softmax(x.handle(), dim));
  }

  public static Tensor logSoftmax(Tensor x, int dim) {
    return Tensor.of(torch.log_softmax(x.handle(), dim));
  }

  public static Tensor logSigmoid(Tensor x) {
    return Tensor.of(torch.log_sigmoid(x.handle()));
  }

  /**
   * Return cross-entropy of each row.
   *
   * @param logits (rows, vocab)
   * @param targets I64 (rows)
   * @return (rows), in nats
   */
  public static Tensor crossEntropy(Tensor logits, Tensor targets) {
    return Tensor.of(
        torch.cross_entropy_loss(
            logits.handle(), targets.handle(), new TensorOptional(), 0, -100, 0.0));
  }

  /** Return x + a · b, element by element; {@code x} is overwritten. */
  @CanIgnoreReturnValue
  public static Tensor addProductInPlace(Tensor x, Tensor a, Tensor b) {
    x.handle().addcmul_(a.handle(), b.handle());
    return x;
  }

  /**
   * Attend causally: query i sees keys 0 … i.
   *
   * @param q (batch, heads, tokens, head size)
   * @param k (batch, kv heads, tokens, head size); kv heads divide heads
   * @param v like {@code k}
   * @return like {@code q}
   */
  public static Tensor causalAttention(Tensor q, Tensor k, Tensor v) {
    return Tensor.of(
        torch.scaled_dot_product_attention(
            q.handle(),
            k.handle(),
            v.handle(),
            new TensorOptional(),
            0,
            true,
            new DoubleOptional(),
            true));
  }

  /**
   * Attend under a mask; shapes as in {@link #causalAttention}, keys may be more than queries.
   *
   * @param mask added to the scores, broadcast to (batch, heads, queries, keys); empty = see all
   */
  public static Tensor attention(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
    return Tensor.of(
        torch.scaled_dot_product_attention(
            q.handle(),
            k.handle(),
            v.handle(),
            mask.map(m -> new TensorOptional(m.handle())).orElseGet(TensorOptional::new),
            0,
            false,
            new DoubleOptional(),
            true));
  }
}
