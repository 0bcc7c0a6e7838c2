package dev.ballast.generate;

import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.tokenizer.Encoded;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.StreamDecoder;
import dev.ballast.tokenizer.Tokenizer;
import java.util.Arrays;

/** A checkpoint's own tokenizer and chat template. */
final class TokenizerCodec implements Codec {
  private final Tokenizer tokenizer;
  private final PromptEncoder encoder;

  private TokenizerCodec(Tokenizer tokenizer, PromptEncoder encoder) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
  }

  static TokenizerCodec of(Checkpoint checkpoint) {
    Tokenizer tokenizer = Tokenizer.of(checkpoint);
    try {
      return new TokenizerCodec(tokenizer, PromptEncoder.of(checkpoint, tokenizer));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  @Override
  public int[] prompt(Prompt prompt) {
    return encoder.encode(prompt);
  }

  @Override
  public Scored scored(Prompt prompt, String completion) {
    Encoded encoded = encoder.encodeCompletion(prompt, Message.assistant(completion));
    int[] ids = encoded.tokenIds();
    boolean ended = prompt instanceof Prompt.Raw && tokenizer.eos().isPresent();
    // Raw text is scored as it is given: the end token is no part of it.
    return new Scored(ended ? Arrays.copyOf(ids, ids.length - 1) : ids, encoded.promptLength());
  }

  @Override
  public Scored opening(Prompt prompt, String text) {
    Encoded encoded = encoder.encodeOpening(prompt, text);
    return new Scored(encoded.tokenIds(), encoded.promptLength());
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  @Override
  public Stream stream() {
    StreamDecoder decoder = tokenizer.streamDecoder();
    return new Stream() {
      @Override
      public String add(int id) {
        return decoder.add(id);
      }

      @Override
      public String finish() {
        return decoder.finish();
      }
    };
  }

  @Override
  public int[] endTokens() {
    return tokenizer.endTokens();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
