package dev.ballast.generate;

import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.tokenizer.Encoded;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.StreamDecoder;
import dev.ballast.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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
    return switch (prompt) {
      case Prompt.Raw raw when raw.text().isEmpty() -> opening(completion);
      case Prompt.Raw raw -> split(raw.text(), completion);
      case Prompt.Chat chat -> {
        Encoded encoded = encoder.encodeCompletion(chat, Message.assistant(completion));
        yield new Scored(encoded.tokenIds(), encoded.promptLength());
      }
    };
  }

  /**
   * Encode raw text as lm-eval does: the completion's tokens are those of the whole beyond as many
   * as the prompt has alone. The end token is no part of it.
   */
  private Scored split(String prompt, String completion) {
    int[] start = tokenizer.encodeFromStart(prompt);
    int[] all = tokenizer.encodeFromStart(prompt + completion);
    if (all.length <= start.length) {
      throw empty(completion);
    }
    System.arraycopy(start, 0, all, 0, start.length);
    return new Scored(all, start.length);
  }

  private Scored opening(String completion) {
    int[] ids = tokenizer.encode(completion);
    int first = first();
    // As in lm-eval: a completion that begins with the first token has its own.
    boolean own = ids.length > 0 && ids[0] == first;
    if (ids.length < (own ? 2 : 1)) {
      throw empty(completion);
    }
    return new Scored(own ? ids : after(first, ids), 1);
  }

  @Override
  public Scored document(String text) {
    int[] ids = tokenizer.encodeFromStart(text);
    if (ids.length == 0) {
      throw empty(text);
    }
    return new Scored(after(first(), ids), 1);
  }

  private static int[] after(int first, int[] ids) {
    return IntStream.concat(IntStream.of(first), Arrays.stream(ids)).toArray();
  }

  private int first() {
    return tokenizer
        .bos()
        .or(tokenizer::eos)
        .map(tokenizer::id)
        .orElse(OptionalInt.empty())
        .orElseThrow(
            () ->
                BadInput.of("the tokenizer names no token that a text begins or ends with")
                    .key("bos_token")
                    .fix("name one in tokenizer_config.json, or ask with a prompt"));
  }

  private static BadInput empty(String completion) {
    return BadInput.of("a completion without a token of its own cannot be scored")
        .key("completion")
        .value(completion);
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
