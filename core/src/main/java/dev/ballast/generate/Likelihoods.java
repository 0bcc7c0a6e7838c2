package dev.ballast.generate;

import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.json.BadInput;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.Span;
import dev.ballast.model.TokenScores;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scores given text, several rows in one packed pass: what rows have in common is computed once,
 * and logits at the places of completions alone.
 */
final class Likelihoods {
  /** How a row becomes tokens. */
  @FunctionalInterface
  interface Reader {
    Codec.Scored read(ScoredText row);
  }

  private final ModelConfig config;
  private final Scorer scorer;
  private final Reader reader;
  private final int tokenBudget;

  /** Gives packed tokens' scores. */
  @FunctionalInterface
  interface Scorer {
    TokenScores.Scores score(PackedTokens tokens, TokenScores.Wanted wanted);
  }

  /**
   * @param tokenBudget most tokens of a pass, those that rows share counted once a row, those of
   *     neighbours that differ in their last token alone once; a single row may exceed it
   */
  Likelihoods(ModelConfig config, Scorer scorer, Reader reader, int tokenBudget) {
    this.config = config;
    this.scorer = scorer;
    this.reader = reader;
    this.tokenBudget = tokenBudget;
  }

  List<TokenLogProbs> of(List<ScoredText> rows, Progress progress) {
    List<Gathered> gathered = new ArrayList<>();
    List<Piece> pack = new ArrayList<>();
    int tokens = 0;
    for (ScoredText row : rows) {
      Gathered own = new Gathered(row.id(), encoded(row));
      gathered.add(own);
      for (Windows.Window window : Windows.of(own.row.ids().length, context(row))) {
        Piece piece = new Piece(own, window);
        boolean same = !pack.isEmpty() && Arrays.equals(pack.getLast().input(), piece.input());
        if (!same && !pack.isEmpty() && tokens + window.length() > tokenBudget) {
          score(pack);
          progress.advance(gathered.size() - 1, rows.size());
          pack.clear();
          tokens = 0;
        }
        pack.add(piece);
        tokens += same ? 0 : window.length();
      }
    }
    if (!pack.isEmpty()) {
      score(pack);
      progress.advance(rows.size(), rows.size());
    }
    return gathered.stream().map(Gathered::result).toList();
  }

  private int context(ScoredText row) {
    return switch (row.extent()) {
      case WINDOWS -> config.context();
      case ONE_PASS -> Integer.MAX_VALUE;
    };
  }

  private Codec.Scored encoded(ScoredText row) {
    Codec.Scored scored = reader.read(row);
    boolean document = row.extent() == ScoredText.Extent.WINDOWS;
    if (document && !row.prompt().equals(new Prompt.Raw(""))) {
      throw new IllegalArgumentException("a text in windows has no prompt");
    }
    // The last token is predicted and never read.
    if (!document && scored.ids().length - 1 > config.context()) {
      throw BadInput.of("a row is longer than the model's context of " + config.context())
          .key("prompt")
          .value(scored.ids().length + " tokens in " + row.id())
          .fix("shorten it, or ask with fewer examples");
    }
    return scored;
  }

  /** A part of a row that is scored in one pass. */
  private record Piece(Gathered row, Windows.Window window) {
    int[] input() {
      return Arrays.copyOfRange(row.row.ids(), window.start(), window.end() - 1);
    }

    /** Return the first place of the row that this piece scores. */
    int from() {
      return Math.max(window.scored(), row.row.promptLength());
    }
  }

  private void score(List<Piece> pack) {
    Map<IntBuffer, Integer> inputs = new LinkedHashMap<>();
    int[] inputOf = new int[pack.size()];
    for (int i = 0; i < inputOf.length; i++) {
      IntBuffer input = IntBuffer.wrap(pack.get(i).input());
      inputOf[i] = inputs.computeIfAbsent(input, _ -> inputs.size());
    }
    PackedTokens tokens =
        PackedTokens.neighbours(
            inputs.keySet().stream().map(IntBuffer::array).toList(), config::mayShare);
    IntStream.Builder states = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int i = 0; i < inputOf.length; i++) {
      Piece piece = pack.get(i);
      Span span = tokens.spans().get(inputOf[i]);
      for (int place = piece.from(); place < piece.window.end(); place++) {
        states.accept(span.at(place - 1 - piece.window.start()));
        targets.accept(piece.row.row.ids()[place]);
      }
    }
    TokenScores.Scores scores =
        scorer.score(
            tokens, new TokenScores.Wanted(states.build().toArray(), targets.build().toArray()));
    int at = 0;
    for (Piece piece : pack) {
      for (int place = piece.from(); place < piece.window.end(); place++) {
        piece.row.take(place, scores.logProbs()[at], scores.likeliest()[at]);
        at++;
      }
    }
  }

  /** A row's scores as they come. */
  private static final class Gathered {
    private final String id;
    private final Codec.Scored row;
    private final double[] logProbs;
    private boolean greedy = true;

    Gathered(String id, Codec.Scored row) {
      this.id = id;
      this.row = row;
      logProbs = new double[row.ids().length];
      Arrays.fill(logProbs, Double.NaN);
    }

    void take(int place, double logProb, boolean likeliest) {
      logProbs[place] = logProb;
      greedy &= likeliest;
    }

    TokenLogProbs result() {
      int[] mask =
          IntStream.range(0, row.ids().length).map(i -> i < row.promptLength() ? 0 : 1).toArray();
      return new TokenLogProbs(id, row.ids(), logProbs, mask, greedy);
    }
  }
}
