package dev.ballast.model;

import dev.ballast.tensor.Device;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Log-probs of given tokens without gradients and without ever holding (tokens, vocab). */
public final class TokenScores {
  private static final int CHUNK = 256;

  private TokenScores() {}

  /**
   * Tokens to be scored.
   *
   * @param states (n) packed index of the token whose state predicts
   * @param targets (n) ids
   */
  @SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
  public record Wanted(int[] states, int[] targets) {
    public Wanted {
      if (states.length != targets.length || states.length == 0) {
        throw new IllegalArgumentException("as many states as targets, at least one");
      }
    }
  }

  /**
   * What was found.
   *
   * @param logProbs (n) natural
   * @param likeliest (n) whether no token is likelier
   */
  @SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
  public record Scores(double[] logProbs, boolean[] likeliest) {}

  /** Score some tokens of a pass; logits are computed once a state, and for no other. */
  public static Scores of(Decoder decoder, PackedTokens tokens, Wanted wanted) {
    return of(tokens, wanted, decoder::hidden, decoder.head()::logits);
  }

  /** Return the same by the kernels of an inference, which may round more. */
  public static Scores of(Inference inference, PackedTokens tokens, Wanted wanted) {
    return of(tokens, wanted, inference::hidden, inference::logits);
  }

  private static Scores of(
      PackedTokens tokens,
      Wanted wanted,
      Function<PackedTokens, Tensor> body,
      UnaryOperator<Tensor> head) {
    int[] states = Arrays.stream(wanted.states).sorted().distinct().toArray();
    Scores scores = new Scores(new double[wanted.states.length], new boolean[wanted.states.length]);
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      Tensor hidden = body.apply(tokens);
      for (int start = 0; start < states.length; start += CHUNK) {
        int[] part = Arrays.copyOfRange(states, start, Math.min(start + CHUNK, states.length));
        try (Scope _ = Scope.open()) {
          Tensor some = hidden.indexSelect(0, Tensors.index(hidden, part));
          fill(scores, wanted, part, head.apply(some));
        }
      }
    }
    return scores;
  }

  /**
   * @param states the part that the logits (states, vocab) belong to, ascending
   */
  private static void fill(Scores scores, Wanted wanted, int[] states, Tensor logits) {
    int[] mine =
        IntStream.range(0, wanted.states.length)
            .filter(i -> Arrays.binarySearch(states, wanted.states[i]) >= 0)
            .toArray();
    long vocabulary = logits.size(1);
    int[] rows =
        Arrays.stream(mine).map(i -> Arrays.binarySearch(states, wanted.states[i])).toArray();
    long[] flat =
        IntStream.range(0, mine.length)
            .mapToLong(i -> rows[i] * vocabulary + wanted.targets[mine[i]])
            .toArray();
    Tensor index = Device.of(logits).take(Tensors.ofLongs(flat, flat.length));
    double[] targets = logits.reshape(-1).indexSelect(0, index).toDoubles();
    double[] sums = logits.logSumExp(1).toDoubles();
    long[] best = logits.argmax(1).toLongs();
    for (int i = 0; i < mine.length; i++) {
      scores.logProbs[mine[i]] = targets[i] - sums[rows[i]];
      scores.likeliest[mine[i]] = best[rows[i]] == wanted.targets[mine[i]];
    }
  }

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
