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
   * Multiply by a transposed weight, which is rounded first where {@code x} is coarser.
   *
   * @param x (…, in)
   * @param weight (out, in)
   * @return (…, out)
   */
  public static Tensor linear(Tensor x, Tensor weight) {
    return Tensor.of(torch.linear(x.handle(), like(x, weight).handle()));
  }

  /**
   * Multiply by a transposed weight and add a bias, both rounded first where {@code x} is coarser.
   *
   * @param x (…, in)
   * @param weight (out, in)
   * @param bias (out)
   * @return (…, out)
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Tensor.of(
        torch.linear(
            x.handle(), like(x, weight).handle(), new TensorOptional(like(x, bias).handle())));
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
            new TensorOptional(like(x, weight).handle()),
            new DoubleOptional(eps)));
  }

  /** Normalise the last dimension by its mean and variance, then scale and shift (LayerNorm). */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    return Tensor.of(
        torch.layer_norm(
            x.handle(),
            new long[] {weight.numel()},
            new TensorOptional(like(x, weight).handle()),
            new TensorOptional(like(x, bias).handle()),
            eps,
            false));
  }

  public static Tensor silu(Tensor x) {
    return Tensor.of(torch.silu(x.handle()));
  }

  /** Return x · Φ(x) (Hendrycks and Gimpel 2016). */
  public static Tensor gelu(Tensor x) {
    return Tensor.of(torch.gelu(x.handle(), "none"));
  }

  /** Return x · Φ(x) with Φ approximated by a tanh (Hendrycks and Gimpel 2016, §2). */
  public static Tensor geluTanh(Tensor x) {
    return Tensor.of(torch.gelu(x.handle(), "tanh"));
  }

  /** Return cap · tanh(x / cap), which stays within ±cap (Gemma 2 report, §2). */
  public static Tensor softCap(Tensor x, double cap) {
    return Tensor.of(torch.tanh(x.div(cap).handle())).mul(cap);
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
   * @param scale of the scores
   * @return like {@code q}
   */
  public static Tensor causalAttention(Tensor q, Tensor k, Tensor v, double scale) {
    return Tensor.of(
        torch.scaled_dot_product_attention(
            q.handle(),
            k.handle(),
            v.handle(),
            new TensorOptional(),
            0,
            true,
            new DoubleOptional(scale),
            true));
  }

  /**
   * Attend under a mask; shapes as in {@link #causalAttention}, keys may be more than queries.
   *
   * @param mask added to the scores, broadcast to (batch, heads, queries, keys); empty = see all
   */
  public static Tensor attention(
      Tensor q, Tensor k, Tensor v, Optional<Tensor> mask, double scale) {
    return Tensor.of(
        torch.scaled_dot_product_attention(
            q.handle(),
            k.handle(),
            v.handle(),
            mask.map(m -> new TensorOptional(m.handle())).orElseGet(TensorOptional::new),
            0,
            false,
            new DoubleOptional(scale),
            true));
  }

  /**
   * Attend with scores that are softly capped before the mask; shapes as in {@link #attention}.
   *
   * @param q scaled already
   */
  public static Tensor cappedAttention(
      Tensor q, Tensor k, Tensor v, Optional<Tensor> mask, double cap) {
    // The query heads of one key head are its queries, one behind the other: no key is copied.
    Tensor grouped = q.reshape(q.size(0), k.size(1), -1, q.size(3));
    Tensor scores = softCap(grouped.matmul(k.transpose(2, 3)), cap);
    Tensor byHead = scores.reshape(q.size(0), q.size(1), q.size(2), k.size(2));
    Tensor weights = softmax(mask.map(byHead::add).orElse(byHead), -1);
    return weights.reshape(scores.shape()).matmul(v).reshape(q.shape());
  }

  /** Trained weights stay in F32 where the arithmetic is BF16. */
  private static Tensor like(Tensor x, Tensor weight) {
    Dtype dtype = x.dtype();
    return weight.dtype() == dtype ? weight : weight.to(dtype);
  }
}
