package dev.ballast.chat;

/**
 * One question to a model.
 *
 * @param id comes back with each answer
 */
public record ChatRequest(String id, Prompt prompt, Sampling sampling) {}
