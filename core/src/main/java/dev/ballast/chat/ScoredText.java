package dev.ballast.chat;

/**
 * A completion whose log-probs are asked for.
 *
 * @param id comes back with the result
 * @param prompt not scored; where it is empty text the model's first token stands in its place
 * @param completion scored; for a chat prompt it is the assistant's message
 * @param extent how much of it there may be
 */
public record ScoredText(String id, Prompt prompt, String completion, Extent extent) {
  /** What is done with more than the model's context holds. */
  public enum Extent {
    /** It is refused. */
    ONE_PASS,
    /**
     * The completion is cut into windows that fill the context, each token scored in one of them:
     * lm-eval's {@code loglikelihood_rolling}.
     */
    WINDOWS
  }

  public ScoredText(String id, Prompt prompt, String completion) {
    this(id, prompt, completion, Extent.ONE_PASS);
  }

  /** Return a whole text, scored from its first token on however long it is. */
  public static ScoredText document(String id, String text) {
    return new ScoredText(id, new Prompt.Raw(""), text, Extent.WINDOWS);
  }
}
