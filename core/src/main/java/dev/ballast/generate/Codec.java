package dev.ballast.generate;

import dev.ballast.chat.Prompt;

/** What generation needs of a tokenizer and its chat template. */
interface Codec extends AutoCloseable {
  /** Text of tokens that arrive one by one. */
  interface Stream {
    /** Take a token and return the text that is now certain. */
    String add(int id);

    /** Return what is left. */
    String finish();
  }

  /** A prompt with its completion; {@code ids} begins with the prompt's tokens. */
  @SuppressWarnings("ArrayRecordComponent")
  record Scored(int[] ids, int promptLength) {}

  /** Encode up to where the answer begins. */
  int[] prompt(Prompt prompt);

  /** Encode with an answer; behind an empty raw prompt's place stands the model's first token. */
  Scored scored(Prompt prompt, String completion);

  /** Encode a whole text behind the model's first token, which is the prompt then. */
  Scored document(String text);

  /** Encode with the first text of an answer that nothing ends. */
  Scored opening(Prompt prompt, String text);

  /** Decode without special tokens. */
  String decode(int[] ids);

  Stream stream();

  /** Return the ids that end an answer. */
  int[] endTokens();

  @Override
  void close();
}
