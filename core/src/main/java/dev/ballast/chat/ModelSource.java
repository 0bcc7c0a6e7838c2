package dev.ballast.chat;

/** Opens a model by reference: {@code embedded}, a folder, a GGUF file, a hub id. */
@FunctionalInterface
public interface ModelSource {
  /** Open a model; the caller closes it. */
  ChatModel open(String reference);
}
