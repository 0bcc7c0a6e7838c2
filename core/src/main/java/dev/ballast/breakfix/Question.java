package dev.ballast.breakfix;

import dev.ballast.chat.Conversation;

/**
 * A prompt whose answers may become rows.
 *
 * @param id unique within its purpose
 */
record Question(String id, Conversation prompt) {}
