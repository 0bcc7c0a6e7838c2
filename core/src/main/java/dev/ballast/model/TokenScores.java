package dev.ballast.model;

import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Log-probs of given tokens without gradients and without ever holding (tokens, vocab). */
public final class TokenScores {
  private static final int CHUNK = 256;

  private TokenScores() {}

  /**
   * Return the natural log-prob of each target under the softmax of its logits.
   *
   * @param hidden (tokens, hidden) behind the final norm
   * @param targets (tokens) ids
   * @return (tokens), computed in F32, at most 256 rows of logits at a time
   */
  public static double[] logProbs(Tensor hidden, OutputHead head, int[] targets) {
    return chunks(hidden, head::logits, targets);
  }

  private static double[] chunks(Tensor hidden, UnaryOperator<Tensor> head, int[] targets) {
    double[] all = new double[targets.length];
    for (int start = 0; start < targets.length; start += CHUNK) {
      int end = Math.min(start + CHUNK, targets.length);
      double[] part = chunk(hidden, head, Arrays.copyOfRange(targets, start, end), start);
      System.arraycopy(part, 0, all, start, part.length);
    }
    return all;
  }

  /**
   * Return the log-prob of every token given those before it in its row; NaN for a row's first.
   *
   * @return (tokens)
   */
  public static double[] logProbs(Decoder decoder, PackedTokens tokens) {
    return pass(tokens, decoder::hidden, decoder.head()::logits);
  }

  /** Return the same by the kernels of an inference, which may round more. */
  public static double[] logProbs(Inference inference, PackedTokens tokens) {
    return pass(tokens, inference::hidden, inference::logits);
  }

  private static double[] pass(
      PackedTokens tokens, Function<PackedTokens, Tensor> body, UnaryOperator<Tensor> head) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      int[] rows =
          tokens.spans().stream().flatMapToInt(s -> Arrays.stream(tokens.predictors(s))).toArray();
      int[] safe = Arrays.stream(rows).map(r -> Math.max(r, 0)).toArray();
      Tensor all = body.apply(tokens);
      Tensor hidden = all.indexSelect(0, Tensors.index(all, safe));
      double[] scores = chunks(hidden, head, tokens.ids());
      for (int i = 0; i < rows.length; i++) {
        scores[i] = rows[i] < 0 ? Double.NaN : scores[i];
      }
      return scores;
    }
  }

  private static double[] chunk(
      Tensor hidden, UnaryOperator<Tensor> head, int[] targets, int start) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      Tensor logits = head.apply(hidden.narrow(0, start, targets.length));
      Tensor ids = Tensors.index(logits, targets);
      Tensor target = logits.gather(1, ids.unsqueeze(1)).squeeze(1);
      return target.sub(logits.logSumExp(1)).toDoubles();
    }
  }
}
