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
    Parts queries = new Parts(spans, q);
    Parts keys = new Parts(spans, k);
    Parts values = new Parts(spans, v);
    List<Tensor> parts =
        IntStream.range(0, spans.size())
            .mapToObj(i -> attend(masks.get(i), queries.own(i), keys.visible(i), values.visible(i)))
            .toList();
    return parts.size() == 1 ? parts.getFirst() : Tensors.cat(parts, 0);
  }

  private static Tensor attend(Optional<Tensor> mask, Tensor q, Tensor k, Tensor v) {
    Tensor out = mask.isEmpty() ? Nn.causalAttention(q, k, v) : Nn.attention(q, k, v, mask);
    return out.transpose(1, 2).reshape(q.size(2), -1);
  }

  /** Heads (tokens, heads, headSize) cut into spans. */
  private record Parts(List<Span> spans, Tensor whole, List<Tensor> pieces) {
    Parts(List<Span> spans, Tensor whole) {
      this(spans, whole, Tensors.split(whole, 0, spans.stream().mapToLong(Span::length).toArray()));
    }

    /** Return (1, heads, span, headSize). */
    Tensor own(int span) {
      return heads(pieces.get(span));
    }

    /** Return (1, heads, prefix + span, headSize). */
    Tensor visible(int span) {
      Span at = spans.get(span);
      return at.hasPrefix()
          ? heads(Tensors.cat(List.of(prefix(at), pieces.get(span)), 0))
          : own(span);
    }

    /** Cut the prefix out of the one span that holds it, or out of the whole. */
    private Tensor prefix(Span of) {
      for (int i = 0; i < spans.size(); i++) {
        Span holder = spans.get(i);
        if (holder.start() <= of.prefixStart() && of.prefixEnd() <= holder.end()) {
          return pieces.get(i).narrow(0, of.prefixStart() - holder.start(), of.prefixLength());
        }
      }
      return of.prefix(whole);
    }

    private static Tensor heads(Tensor tokens) {
      return tokens.transpose(0, 1).unsqueeze(0);
    }
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
