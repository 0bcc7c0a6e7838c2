package dev.ballast.judge;

import java.util.Optional;

/**
 * How a model is asked for a verdict, and how its answer is read.
 *
 * @param name and version, e.g. {@code wildguard@1}
 * @param asks where the prompt comes from
 * @param maxNewTokens most tokens of an answer
 * @param options what can be weighed by probability; empty where the answer must be read
 * @param categories whether an answer may name categories, so that it is read even where its
 *     verdict is weighed
 */
record Protocol(
    String name,
    Asks asks,
    int maxNewTokens,
    Reader reader,
    Optional<Options> options,
    boolean categories) {
  /** Where a prompt comes from. */
  enum Asks {
    /** The conversation itself, through the model's own chat template. */
    TEMPLATE,
    /** A file, given to the model as it stands. */
    RAW_FILE,
    /** A file, given as a user's message through the chat template. */
    CHAT_FILE,
    /** A file that ships, as a user's message; a file of the user's may take its place. */
    OWN,
    /** The request alone, as the small language model was taught. */
    TAUGHT_REQUEST,
    /** Request and answer, as the small language model was taught. */
    TAUGHT_ANSWER
  }

  /** Tell whether the model is one that was taught to judge: a base under the shipped adapter. */
  boolean taught() {
    return asks == Asks.TAUGHT_REQUEST || asks == Asks.TAUGHT_ANSWER;
  }
}
