package dev.ballast.chat;

import java.util.List;

/** Knows the log-probs of given text; a remote endpoint does not have it. */
public interface LikelihoodModel {
  /** Return log-probs in the order of the rows. */
  List<TokenLogProbs> logProbs(List<ScoredText> rows, Progress progress);
}
