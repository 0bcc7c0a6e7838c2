package dev.ballast.score;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sentence embeddings by BGE small, English, v1.5 (Xiao et al. 2023, arXiv:2309.07597; MIT): 384
 * values of unit length from the first token, weights in 8 bits. A text beyond 510 tokens is the
 * mean of its parts.
 *
 * <p>Texts are embedded one by one, each by one thread, as many at once as there are processors:
 * faster than a pool of the runtime's threads for each of them. A batch would round a text by its
 * neighbours. Processors with and without VNNI round a little differently; scores follow in the
 * third digit.
 */
final class Embedder {
  static final int SIZE = 384;

  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  /** Loaded once: scorers share it. */
  private static final class Loaded {
    static final EmbeddingModel MODEL = new Bge(encoder());
  }

  private static final class Bge extends AbstractInProcessEmbeddingModel {
    private final OnnxBertBiEncoder encoder;

    Bge(OnnxBertBiEncoder encoder) {
      super(null);
      this.encoder = encoder;
    }

    @Override
    protected OnnxBertBiEncoder model() {
      return encoder;
    }

    @Override
    protected @Nullable Integer knownDimension() {
      return SIZE;
    }
  }

  private static OnnxBertBiEncoder encoder() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      OrtSession session = environment.createSession(Resources.bytes(MODEL), options);
      return new OnnxBertBiEncoder(
          environment,
          session,
          new ByteArrayInputStream(Resources.bytes(TOKENIZER)),
          PoolingMode.CLS);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot load " + MODEL, e);
    }
  }

  /** Return one embedding per text, none of them blank. */
  List<float[]> of(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return Loaded.MODEL.embedAll(segments).content().stream().map(e -> e.vector()).toList();
  }
}
