package dev.ballast.model;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/** A causal language model; one platform thread at a time may use it. */
public interface Decoder extends AutoCloseable {
  ModelConfig config();

  /** Return where and in what numbers this computes. */
  Placement placement();

  /**
   * Compute the hidden states behind the final norm; differentiable.
   *
   * @return (tokens, hidden)
   */
  Tensor hidden(PackedTokens tokens);

  /**
   * Begin a training pass in the innermost scope. An adapter drops none of its inputs.
   *
   * @param activations what becomes of the layers' intermediate results
   */
  ForwardPass pass(PackedTokens tokens, Activations activations);

  /**
   * Begin a training pass in the innermost scope: an adapter drops some of its inputs.
   *
   * @param draw names the pass; the same one drops the same inputs
   */
  default ForwardPass pass(PackedTokens tokens, long draw, Activations activations) {
    return pass(tokens, activations);
  }

  /**
   * Put an adapter on. The result shares this decoder's weights, so that several adapters go over
   * one base and are switched by taking another result; closing it closes the adapter alone.
   */
  AdaptedDecoder with(Adapter adapter);

  /** Return the decoder without its adapter; itself where none is on. */
  default Decoder base() {
    return this;
  }

  /** Return the output layer, which turns hidden states into logits. */
  OutputHead head();

  /**
   * Return the weights that belong to this decoder, in the order of the layers: all of them by
   * their Hugging Face names; where an adapter is on, that adapter's by PEFT's names.
   */
  SequencedMap<String, Tensor> parameters();

  /**
   * Let exactly the parameters whose name matches a pattern ({@code *} any characters, {@code ?}
   * one) receive gradients.
   *
   * @return the names, in the order of the layers
   * @throws dev.ballast.json.BadInput when a pattern matches nothing
   */
  List<String> trainable(List<String> patterns);

  /** Return the names of weights that held NaN or infinity when they were read. */
  List<String> broken();

  /** Prepare the present weights for generation; the decoder must outlive the result. */
  Inference inference(KernelChoice choice);

  @Override
  void close();
}
