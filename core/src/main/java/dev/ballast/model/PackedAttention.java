package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Attends within each span of packed tokens, in each layer as far as its window reaches. */
final class PackedAttention implements Attend {
  private final List<Span> spans;
  private final AttentionRules rules;

  /** Window → for each span the pieces that its queries are computed in. */
  private final Map<Integer, List<List<AttentionPiece>>> pieces = new HashMap<>();

  PackedAttention(PackedTokens tokens, AttentionRules rules, Placement placement) {
    spans = tokens.spans();
    this.rules = rules;
    boolean masked = rules.cap() != 0;
    rules.layers().stream()
        .mapToInt(LayerKind::window)
        .distinct()
        .forEach(
            window ->
                pieces.put(
                    window,
                    spans.stream()
                        .map(s -> AttentionPiece.of(s, window, masked, placement))
                        .toList()));
  }

  @Override
  public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
    Parts queries = new Parts(spans, q);
    Parts keys = new Parts(spans, k);
    Parts values = new Parts(spans, v);
    List<List<AttentionPiece>> ofSpans = pieces.getOrDefault(rules.window(layer), List.of());
    List<Tensor> parts =
        IntStream.range(0, spans.size())
            .boxed()
            .flatMap(
                i -> attend(ofSpans.get(i), queries.own(i), keys.visible(i), values.visible(i)))
            .toList();
    return parts.size() == 1 ? parts.getFirst() : Tensors.cat(parts, 0);
  }

  private Stream<Tensor> attend(List<AttentionPiece> ofSpan, Tensor q, Tensor k, Tensor v) {
    return ofSpan.stream()
        .map(
            piece -> {
              Tensor own = piece.queries(q);
              Tensor out =
                  piece.isCausal()
                      ? Nn.causalAttention(own, k, v, rules.scale())
                      : rules.attend(own, piece.keys(k), piece.keys(v), piece.mask());
              return out.transpose(1, 2).reshape(own.size(2), -1);
            });
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
        if (holder.holdsPrefixOf(of)) {
          return pieces.get(i).narrow(0, of.prefixStart() - holder.start(), of.prefixLength());
        }
      }
      return of.prefix(whole);
    }

    private static Tensor heads(Tensor tokens) {
      return tokens.transpose(0, 1).unsqueeze(0);
    }
  }
}
