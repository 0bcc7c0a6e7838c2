package dev.ballast.score;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import java.util.List;

/**
 * Sentence embeddings by BGE small, English, v1.5 (Xiao et al. 2023, arXiv:2309.07597; MIT): 384
 * values of unit length from the first token, weights in 8 bits. A text beyond 510 tokens is the
 * mean of its parts.
 *
 * <p>Processors with and without VNNI round a little differently; scores follow in the third digit.
 */
final class Embedder {
  static final int SIZE = 384;

  private final EmbeddingModel model = new BgeSmallEnV15QuantizedEmbeddingModel();

  /** Return one embedding per text, none of them blank. */
  List<float[]> of(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return model.embedAll(segments).content().stream().map(e -> e.vector()).toList();
  }
}
