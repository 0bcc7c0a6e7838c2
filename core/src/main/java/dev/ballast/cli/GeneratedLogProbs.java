package dev.ballast.cli;

import dev.ballast.generate.TokenTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps the log-prob of each generated token. */
final class GeneratedLogProbs implements TokenTap {
  private final int answers;
  private final List<List<Double>> rows = new ArrayList<>();

  /**
   * @param answers for each request
   */
  GeneratedLogProbs(int requests, int answers) {
    this.answers = answers;
    for (int i = 0; i < requests * answers; i++) {
      rows.add(new ArrayList<>());
    }
  }

  @Override
  public Set<Integer> layers() {
    return Set.of();
  }

  @Override
  public void see(Token token) {
    rows.get(token.request() * answers + token.answer()).add(token.logProb());
  }

  /** Return what belongs to the answers' tokens, in the order of the completions. */
  List<List<Double>> rows() {
    return rows;
  }
}
