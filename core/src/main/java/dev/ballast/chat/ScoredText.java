package dev.ballast.chat;

/**
 * A completion whose log-probs are asked for.
 *
 * @param id comes back with the result
 * @param prompt not scored
 * @param completion scored; for a chat prompt it is the assistant's message
 */
public record ScoredText(String id, Prompt prompt, String completion) {}
