package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Attends within each span of packed tokens. */
final class PackedAttention implements Attend {
  private final List<Span> spans;
  private final List<Optional<Tensor>> masks;

  PackedAttention(PackedTokens tokens) {
    spans = tokens.spans();
    masks = spans.stream().map(PackedAttention::mask).toList();
  }

  @Override
  public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
    List<Tensor> parts =
        IntStream.range(0, spans.size())
            .mapToObj(i -> attend(spans.get(i), masks.get(i), List.of(q, k, v)))
            .toList();
    return parts.size() == 1 ? parts.getFirst() : Tensors.cat(parts, 0);
  }

  private static Tensor attend(Span span, Optional<Tensor> mask, List<Tensor> qkv) {
    Tensor q = own(qkv.get(0), span);
    Tensor k = visible(qkv.get(1), span);
    Tensor v = visible(qkv.get(2), span);
    Tensor out = mask.isEmpty() ? Nn.causalAttention(q, k, v) : Nn.attention(q, k, v, mask);
    return out.transpose(1, 2).reshape(span.length(), -1);
  }

  /** Return (1, heads, span, headSize). */
  private static Tensor own(Tensor x, Span span) {
    return x.narrow(0, span.start(), span.length()).transpose(0, 1).unsqueeze(0);
  }

  private static Tensor visible(Tensor x, Span span) {
    if (!span.hasPrefix()) {
      return own(x, span);
    }
    Tensor prefix = x.narrow(0, span.prefixStart(), span.prefixLength());
    Tensor all = Tensors.cat(List.of(prefix, x.narrow(0, span.start(), span.length())), 0);
    return all.transpose(0, 1).unsqueeze(0);
  }

  /** Return what to add to the scores (span, prefix + span); empty where plain causal serves. */
  private static Optional<Tensor> mask(Span span) {
    if (!span.hasPrefix()) {
      return Optional.empty();
    }
    int keys = span.prefixLength() + span.length();
    float[] values = new float[span.length() * keys];
    for (int query = 0; query < span.length(); query++) {
      for (int key = span.prefixLength() + query + 1; key < keys; key++) {
        values[query * keys + key] = Float.NEGATIVE_INFINITY;
      }
    }
    return Optional.of(Tensors.ofFloats(values, span.length(), keys));
  }
}
