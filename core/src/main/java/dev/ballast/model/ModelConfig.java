package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The shape of a decoder, as in a checkpoint's {@code config.json}.
 *
 * @param intermediate width of the feed-forward networks
 * @param heads query heads, a multiple of {@code kvHeads}
 * @param headSize even
 * @param context most positions a row may have
 * @param tied whether the output embedding is the input embedding
 * @param padToken id whose row of the input embedding no lookup moves in training; -1 = none
 * @param rules what the family does with all that
 */
public record ModelConfig(
    int vocabulary,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int kvHeads,
    int headSize,
    int context,
    double normEps,
    boolean tied,
    int padToken,
    List<Integer> endTokens,
    Rules rules) {
  /** More than any model has; a layer's record alone takes memory. */
  private static final int MOST_LAYERS = 10_000;

  public ModelConfig {
    endTokens = List.copyOf(endTokens);
    atLeastOne("vocab_size", vocabulary);
    atLeastOne("hidden_size", hidden);
    atLeastOne("intermediate_size", intermediate);
    atLeastOne("num_key_value_heads", kvHeads);
    atLeastOne("max_position_embeddings", context);
    checkLayers(layers);
    if (heads < 1 || heads % kvHeads != 0) {
      throw BadInput.of("num_attention_heads must be a multiple of " + kvHeads + ", was " + heads);
    }
    if (headSize < 2 || headSize % 2 != 0) {
      throw BadInput.of("head_dim must be even and > 0, was " + headSize);
    }
    if (padToken < -1 || padToken >= vocabulary) {
      throw BadInput.of("must be a token of the vocabulary of " + vocabulary)
          .key("pad_token_id")
          .value(padToken);
    }
    if (!(normEps > 0)) {
      throw BadInput.of("the norms' epsilon must be > 0").value(normEps);
    }
  }

  /** Check a number of layers before anything is made for each of them. */
  static void checkLayers(int layers) {
    atLeastOne("num_hidden_layers", layers);
    if (layers > MOST_LAYERS) {
      throw BadInput.of("must be <= " + MOST_LAYERS).key("num_hidden_layers").value(layers);
    }
  }

  /** Return the {@code model_type}. */
  public String family() {
    return rules.family();
  }

  /** Return parameter → number of elements, in the order of the layers. */
  public SequencedMap<String, Long> parameterSizes() {
    SequencedMap<String, Long> sizes = new LinkedHashMap<>();
    Families.layout(this)
        .parameters()
        .forEach((name, parameter) -> sizes.put(name, parameter.count()));
    return sizes;
  }

  /**
   * Name the parameters that patterns match, as {@link Decoder#trainable} does.
   *
   * @throws BadInput when a pattern matches nothing
   */
  public List<String> trainable(List<String> patterns) {
    return Weights.matching(parameterSizes().sequencedKeySet(), patterns);
  }

  /**
   * Return the index of the lowest layer that gradients reach; the number of layers where none.
   *
   * @param trained names of parameters
   */
  public int lowestTrained(List<String> trained) {
    if (trained.contains(embedding())) {
      return 0;
    }
    return IntStream.range(0, layers)
        .filter(layer -> trained.stream().anyMatch(name -> inLayer(name, layer)))
        .findFirst()
        .orElse(layers);
  }

  /** Tell whether a parameter belongs to a layer. */
  public static boolean inLayer(String parameter, int layer) {
    return parameter.contains("." + layer + ".");
  }

  /** Return to what logits are softly capped; 0 = they are not. */
  public double logitCap() {
    return rules.logitCap();
  }

  /** Return the parameter of the token embedding. */
  public String embedding() {
    return Families.layout(this).embedding();
  }

  /** Return the parameter of the output layer. */
  public String output() {
    return tied ? embedding() : Layout.HEAD;
  }

  /** Return the same model with so many layers, those of this one over and over. */
  ModelConfig withLayers(int count) {
    AttentionRules attention = rules.attention();
    List<LayerKind> kinds =
        IntStream.range(0, count).mapToObj(i -> attention.layers().get(i % layers)).toList();
    return new ModelConfig(
        vocabulary,
        hidden,
        intermediate,
        count,
        heads,
        kvHeads,
        headSize,
        context,
        normEps,
        tied,
        padToken,
        endTokens,
        new Rules(
            rules.family(),
            rules.activation(),
            rules.traits(),
            rules.logitCap(),
            new AttentionRules(attention.scale(), attention.cap(), attention.ropes(), kinds)));
  }

  /** Return the number of weights of the linear layers and embeddings together. */
  public long parameterCount() {
    return Families.layout(this).parameters().values().stream().mapToLong(Parameter::count).sum();
  }

  /**
   * Tell whether rows of two lengths may compute a common beginning once. Where a rope is scaled by
   * the length of the row, they may only if their frequencies are the same.
   */
  public boolean mayShare(int length, int other) {
    return rules.attention().sameRegime(length, other);
  }

  boolean has(Trait trait) {
    return rules.traits().contains(trait);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw BadInput.of("must be >= 1").key(key).value(value);
    }
  }
}
