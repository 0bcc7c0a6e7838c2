package dev.ballast.chat;

import java.util.List;

/**
 * Knows how likely an answer begins with given text, whatever follows it. Unlike {@link
 * LikelihoodModel}, the text stands where the prompt ends: nothing closes the assistant's turn.
 */
public interface OpeningModel {
  /** Return the most tokens that prompt and answer may have together. */
  int context();

  /** Return the length of a prompt in tokens, up to where the answer begins. */
  int length(Prompt prompt);

  /**
   * Return log-probs in the order of the rows; the mask holds the tokens of the opening.
   *
   * <p>An opening that a tokenizer would merge with the prompt's end is taken as tokens of its own,
   * as the model would generate it.
   */
  List<TokenLogProbs> openings(List<ScoredText> rows, Progress progress);
}
