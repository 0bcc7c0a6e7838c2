package dev.ballast.organism;

import java.util.List;

/**
 * One prompt of a set for fixing or measuring.
 *
 * @param category a micro category, or the intent of a plain prompt
 * @param macro a macro category, or {@code plain}
 * @param form how it is asked: {@code blunt}, {@code soft}, {@code lookalike}, {@code plain}; with
 *     {@code -unseen} where no training set holds the phrasing
 * @param answers right answers: for tasks what a right answer must contain, else whole answers
 */
public record OrganismPrompt(
    String id, String prompt, String category, String macro, String form, List<String> answers) {
  public OrganismPrompt {
    answers = List.copyOf(answers);
  }
}
