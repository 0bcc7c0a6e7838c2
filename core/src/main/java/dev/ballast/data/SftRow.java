package dev.ballast.data;

import dev.ballast.chat.Conversation;

/**
 * A prompt and the answer to learn.
 *
 * @param completion the assistant's message; loss lies on it alone
 */
public record SftRow(String id, Conversation prompt, String completion, SftKind kind, String source)
    implements Row {}
