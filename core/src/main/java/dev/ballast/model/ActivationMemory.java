package dev.ballast.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts the memory of training passes beside weights and gradients, from the tensors that autograd
 * keeps of a layer.
 *
 * <p>With T tokens, d = hidden, q = heads · headSize, k = kvHeads · headSize, f = intermediate, h =
 * heads, a layer of Llama whose input needs a gradient keeps, in numbers of 4 bytes:
 *
 * <ul>
 *   <li>what its two norms read, 2 T d; of each T inverse root mean squares, and T d numbers x /
 *       rms(x) where its weight is trained; what they give, T d, where a matrix that reads it is
 *       trained
 *   <li>rotated queries T q, rotated keys T k, values T k; for a span with a prefix, copies of both
 *       over prefix and span
 *   <li>attention's output T q and T h log-sum-exps; T q once more where the spans' parts are put
 *       together and the output matrix is trained
 *   <li>gate, activated gate and up, 3 T f; their product T f where the down matrix is trained
 * </ul>
 *
 * Norms behind attention and feed-forward network, and norms of queries and keys, keep what they
 * read as those before do. A network without gate keeps T f, and T f where its down matrix is
 * trained. An adapter's matrices keep r numbers of A x each, and what they read as a trained matrix
 * does; with dropout each keeps its own dropped input and a byte a number that tells which is left.
 * Capped scores keep T q scaled queries and 2 h numbers for each query and key that it may see,
 * whatever the mask. A layer below the lowest trained one keeps nothing.
 */
public final class ActivationMemory {
  private static final int FLOAT = Float.BYTES;

  private final ModelConfig config;
  private final List<Trained> layers;
  private final int lowest;
  private final Activations activations;

  /**
   * Prepare to count.
   *
   * @param trained names of the parameters that get gradients
   */
  public ActivationMemory(ModelConfig config, List<String> trained, Activations activations) {
    this.config = config;
    this.activations = activations;
    lowest = config.lowestTrained(trained);
    layers = IntStream.range(0, config.layers()).mapToObj(i -> Trained.of(trained, i, 0)).toList();
  }

  /** Prepare to count what training an adapter keeps. */
  public ActivationMemory(ModelConfig config, AdapterOutline adapter, Activations activations) {
    this.config = config;
    this.activations = activations;
    lowest = config.lowestTrained(adapter.touched());
    layers =
        IntStream.range(0, config.layers())
            .mapToObj(i -> Trained.of(adapter.reading(), i, adapter.keptOfToken(i)))
            .toList();
  }

  /** Count one pass. */
  public PassMemory pass(PackedTokens tokens) {
    List<Long> bytes =
        IntStream.range(0, layers.size())
            .mapToObj(i -> new Layer(config, layers.get(i), tokens, i).bytes())
            .toList();
    long most = bytes.stream().mapToLong(Long::longValue).max().orElse(0);
    boolean taught = lowest < layers.size();
    // Gradients of gate, up and their product, of what the layer reads and gives.
    long back =
        taught
            ? FLOAT * (long) tokens.size() * (3L * config.intermediate() + 2L * config.hidden())
            : 0;
    return switch (activations) {
      case KEPT ->
          new PassMemory(
              bytes.subList(lowest, bytes.size()).stream().mapToLong(Long::longValue).sum(),
              taught ? bytes.get(lowest) : 0,
              around(tokens),
              // Until the last layer is done, inputs that no backward pass needs are there, too.
              Math.max(back, lowest * row(tokens) + most));
      case RECOMPUTED -> {
        long inputs = layers.size() * row(tokens);
        yield new PassMemory(inputs, inputs, around(tokens), most + back);
      }
    };
  }

  private long row(PackedTokens tokens) {
    return FLOAT * (long) tokens.size() * config.hidden();
  }

  /** What the final norm reads, divides and gives; cos, sin and -sin; masks. */
  private long around(PackedTokens tokens) {
    AttentionRules rules = config.rules().attention();
    long ropes =
        rules.ropes().stream()
            .mapToLong(rope -> 3L * FLOAT * tokens.size() * rope.dims() / 2)
            .sum();
    long masks =
        rules.layers().stream()
            .mapToInt(LayerKind::window)
            .distinct()
            .mapToLong(window -> masks(rules, tokens, window))
            .sum();
    return 3 * row(tokens) + ropes + masks;
  }

  private static long masks(AttentionRules rules, PackedTokens tokens, int window) {
    boolean every = rules.cap() != 0;
    return tokens.spans().stream()
        .filter(span -> every || span.hasPrefix() || window < span.rowLength())
        .mapToLong(span -> FLOAT * scores(span, window))
        .sum();
  }

  /** Return for how many pairs of query and key a score is computed. */
  private static long scores(Span span, int window) {
    if (window >= span.rowLength()) {
      return (long) span.length() * span.rowLength();
    }
    // A piece of `step` queries sees a window before its first query.
    long step = Math.max(window, AttentionPiece.FEWEST);
    return span.length() * Math.min(span.rowLength(), window - 1 + step);
  }

  /**
   * How many of a layer's kinds of parameters are trained: 0 or 1 each.
   *
   * @param adapted bytes that an adapter's matrices keep of a token
   */
  private record Trained(
      int norms, int headNorms, int qkv, int out, int gateUp, int down, long adapted) {
    static Trained of(List<String> trained, int layer, long adapted) {
      List<String> names =
          trained.stream()
              .filter(name -> ModelConfig.inLayer(name, layer) && name.endsWith(".weight"))
              .toList();
      return new Trained(
          any(names, ".*(norm|\\.ln_\\w+)\\.weight"),
          any(names, ".*[qk]_norm\\.weight"),
          any(names, ".*\\.(q_proj|k_proj|v_proj|qkv_proj|query_key_value)\\.weight"),
          any(names, ".*(\\.o_proj|self_attention\\.dense)\\.weight"),
          any(names, ".*\\.(gate_proj|up_proj|gate_up_proj|dense_h_to_4h)\\.weight"),
          any(names, ".*\\.(down_proj|dense_4h_to_h)\\.weight"),
          adapted);
    }

    private static int any(List<String> names, String regex) {
      return names.stream().anyMatch(name -> name.matches(regex)) ? 1 : 0;
    }
  }

  /** One layer over some tokens. */
  private record Layer(ModelConfig config, Trained trained, PackedTokens tokens, int index) {
    long bytes() {
      long ofToken = FLOAT * (norms() + attention() + feedForward()) + trained.adapted();
      return tokens.size() * ofToken + FLOAT * ofSpans();
    }

    private long norms() {
      long read = trained.qkv();
      long fed = trained.gateUp();
      long hidden = config.hidden();
      if (config.has(Trait.UNGATED)) {
        // LayerNorm keeps what it reads alone; both halves read the same.
        long given = config.has(Trait.TWO_PARALLEL_NORMS) ? read + fed : Math.max(read, fed);
        return hidden * (1 + given) + 2;
      }
      long before = config.has(Trait.PRE_NORM) ? 2 : 0;
      long behind = config.has(Trait.POST_NORM) ? 2 : 0;
      return (before + behind) * (hidden * (1 + trained.norms()) + 1) + hidden * (read + fed);
    }

    private long attention() {
      long queries = (long) config.heads() * config.headSize();
      long keys = (long) config.kvHeads() * config.headSize();
      boolean capped = config.rules().attention().cap() != 0;
      boolean copied = capped || tokens.spans().size() > 1;
      long joined = copied ? trained.out() : 0;
      long normed =
          config.has(Trait.HEAD_QK_NORM) || config.has(Trait.WHOLE_QK_NORM)
              ? (queries + keys) * (1 + trained.headNorms())
              : 0;
      long scored = capped ? 0 : queries + config.heads();
      return queries * (1 + joined) + scored + 2 * keys + normed;
    }

    private long feedForward() {
      long kept = config.has(Trait.UNGATED) ? 1 : 3;
      return config.intermediate() * (kept + trained.down());
    }

    /** Count copies of keys and values behind a prefix, and capped scores. */
    private long ofSpans() {
      AttentionRules rules = config.rules().attention();
      long keys = (long) config.kvHeads() * config.headSize();
      long heads = rules.cap() == 0 ? 0 : 2L * config.heads();
      return tokens.spans().stream()
          .mapToLong(
              span ->
                  (span.hasPrefix() ? 2 * keys * span.rowLength() : 0)
                      + heads * scores(span, rules.window(index)))
          .sum();
    }
  }
}
