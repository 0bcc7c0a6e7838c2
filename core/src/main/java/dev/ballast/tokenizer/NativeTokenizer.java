package dev.ballast.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * The native Hugging Face tokenizer behind its handle.
 *
 * <p>The JNI layer is called directly: the class above it reports usage to its makers, truncates by
 * default and computes offsets that nobody here reads.
 */
final class NativeTokenizer implements AutoCloseable {
  /** What becomes of special tokens: added around a text, or shown in a decoded one. */
  enum Specials {
    WITH,
    WITHOUT
  }

  private final AtomicLong handle;

  private NativeTokenizer(long handle) {
    this.handle = new AtomicLong(handle);
  }

  static NativeTokenizer of(String tokenizerJson) {
    TokenizersLibrary library = library();
    try {
      long handle = library.createTokenizerFromString(tokenizerJson);
      library.disableTruncation(handle);
      library.disablePadding(handle);
      return new NativeTokenizer(handle);
    } catch (RuntimeException e) {
      throw BadInput.of("not a usable tokenizer: " + e.getMessage()).because(e);
    }
  }

  int[] encode(String text, Specials added) {
    requireWholeCharacters(text);
    TokenizersLibrary library = TokenizersLibrary.LIB;
    long encoding = encoded(library, text, added);
    try {
      return LongStream.of(library.getTokenIds(encoding)).mapToInt(Math::toIntExact).toArray();
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  private long encoded(TokenizersLibrary library, String text, Specials added) {
    long tokenizer = open();
    try {
      return library.encode(tokenizer, text, added == Specials.WITH);
    } catch (RuntimeException e) {
      throw BadInput.of("the tokenizer has no tokens for a text: " + e.getMessage())
          .value(text)
          .fix("give its tokenizer.json an unknown token, or take it from the text")
          .because(e);
    }
  }

  String decode(int[] ids, Specials shown) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return TokenizersLibrary.LIB.decode(open(), wide, shown == Specials.WITHOUT);
  }

  @Override
  public void close() {
    long last = handle.getAndSet(0);
    if (last != 0) {
      TokenizersLibrary.LIB.deleteTokenizer(last);
    }
  }

  private long open() {
    long current = handle.get();
    if (current == 0) {
      throw new IllegalStateException("the tokenizer is closed");
    }
    return current;
  }

  private static TokenizersLibrary library() {
    NativeFolder.prepare();
    try {
      LibUtils.checkStatus();
      return TokenizersLibrary.LIB;
    } catch (RuntimeException | LinkageError e) {
      throw new OutsideMissing(
          "cannot load the native tokenizer: " + e.getMessage(),
          "make the cache folder writable, or point XDG_CACHE_HOME at one that is",
          e);
    }
  }

  private static void requireWholeCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw BadInput.of("the text holds half a surrogate pair at character " + i)
            .value("\\u" + Integer.toHexString(c))
            .fix("repair the text's encoding");
      }
    }
  }
}
