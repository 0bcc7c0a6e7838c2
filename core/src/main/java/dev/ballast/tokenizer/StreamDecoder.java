package dev.ballast.tokenizer;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Decodes one token at a time and gives out only whole characters.
 *
 * <p>The text of the last complete window is decoded again with each new token, because a token's
 * text may depend on the one before it (SentencePiece drops a leading space, bytes join).
 */
public final class StreamDecoder {
  private static final String BROKEN = "\uFFFD";

  private final Function<int[], String> decode;
  private int[] window = new int[0];
  private int shown;

  StreamDecoder(Function<int[], String> decode) {
    this.decode = decode;
  }

  /** Take a token and return the text that is now certain, often empty. */
  public String add(int id) {
    window = Arrays.copyOf(window, window.length + 1);
    window[window.length - 1] = id;
    String text = decode.apply(window);
    return text.endsWith(BROKEN) ? "" : emit(text);
  }

  /** Return what is left, a broken last character included. */
  public String finish() {
    return emit(decode.apply(window));
  }

  private String emit(String text) {
    String before = decode.apply(Arrays.copyOf(window, shown));
    String fresh = text.substring(Math.min(before.length(), text.length()));
    window = Arrays.copyOfRange(window, shown, window.length);
    shown = window.length;
    return fresh;
  }
}
