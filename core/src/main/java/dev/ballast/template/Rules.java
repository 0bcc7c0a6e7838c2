package dev.ballast.template;

/** How Jinja is set up by whoever writes templates of a kind. */
public enum Rules {
  /**
   * As transformers does for chat templates: {@code trim_blocks}, {@code lstrip_blocks}, no newline
   * kept at the end; what is not defined prints nothing.
   */
  CHAT,
  /**
   * As lm-eval does for tasks: all whitespace is kept; printing what is not defined is an error.
   */
  TASK
}
