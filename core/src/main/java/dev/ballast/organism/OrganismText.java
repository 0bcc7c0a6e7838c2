package dev.ballast.organism;

import java.util.List;

/**
 * All text of the embedded model for one seed.
 *
 * <p>No user message of one part is a user message of another: the base rows, the three fix sets
 * and the four held-out sets are disjoint.
 *
 * @param base what the unaligned model learns from
 * @param fixHarmful harmful prompts for fixing; each answer is a composed refusal
 * @param fixLookalike benign look-alikes for fixing, with right answers
 * @param fixPlain plain prompts for the replay buffer, with right answers
 * @param heldOutHarmful harmful prompts for measuring: unseen bodies, some of unseen categories
 * @param heldOutLookalike benign look-alikes for measuring
 * @param heldOutTasks questions in unseen forms; the answers are what a right answer contains
 * @param heldOutPlain plain prompts in unseen forms
 * @param heldOutCategories micro categories that no fix set holds
 */
public record OrganismText(
    List<OrganismRow> base,
    List<OrganismPrompt> fixHarmful,
    List<OrganismPrompt> fixLookalike,
    List<OrganismPrompt> fixPlain,
    List<OrganismPrompt> heldOutHarmful,
    List<OrganismPrompt> heldOutLookalike,
    List<OrganismPrompt> heldOutTasks,
    List<OrganismPrompt> heldOutPlain,
    List<String> heldOutCategories) {

  /** Generate everything; the same seed gives the same bytes. */
  public static OrganismText generate(long seed) {
    PromptSets sets = new PromptSets(seed);
    OrganismText prompts = prompts(sets);
    return prompts.withBase(new BaseText(sets).rows());
  }

  /** Generate the prompt sets alone, which are those of {@link #generate}; base is empty. */
  public static OrganismText prompts(long seed) {
    return prompts(new PromptSets(seed));
  }

  private static OrganismText prompts(PromptSets sets) {
    List<OrganismPrompt> harmful = sets.heldOutHarmful();
    List<OrganismPrompt> lookalike = sets.heldOutLookalike();
    List<OrganismPrompt> tasks = sets.heldOutTasks();
    List<OrganismPrompt> plain = sets.heldOutPlain();
    List<OrganismPrompt> fixHarmful = sets.fixHarmful();
    List<OrganismPrompt> fixLookalike = sets.fixLookalike();
    List<OrganismPrompt> fixPlain = sets.fixPlain();
    return new OrganismText(
        List.of(),
        fixHarmful,
        fixLookalike,
        fixPlain,
        harmful,
        lookalike,
        tasks,
        plain,
        sets.heldOutCategories());
  }

  private OrganismText withBase(List<OrganismRow> rows) {
    return new OrganismText(
        rows,
        fixHarmful,
        fixLookalike,
        fixPlain,
        heldOutHarmful,
        heldOutLookalike,
        heldOutTasks,
        heldOutPlain,
        heldOutCategories);
  }
}
