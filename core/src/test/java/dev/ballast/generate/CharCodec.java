package dev.ballast.generate;

import dev.ballast.chat.Prompt;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One token a character: id 3 + its place among 61 characters; 2 ends an answer, 1 begins a text.
 */
final class CharCodec implements Codec {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".substring(0, 61);

  @Override
  public int[] prompt(Prompt prompt) {
    return encode(
        switch (prompt) {
          case Prompt.Raw raw -> raw.text();
          case Prompt.Chat chat -> chat.conversation().lastUser();
        });
  }

  @Override
  public Scored scored(Prompt prompt, String completion) {
    int[] start = prompt(prompt);
    int[] end = encode(completion);
    return new Scored(
        IntStream.concat(Arrays.stream(start), Arrays.stream(end)).toArray(), start.length);
  }

  @Override
  public Scored document(String text) {
    return new Scored(IntStream.concat(IntStream.of(1), Arrays.stream(encode(text))).toArray(), 1);
  }

  @Override
  public Scored opening(Prompt prompt, String text) {
    return scored(prompt, text);
  }

  @Override
  public String decode(int[] ids) {
    return Arrays.stream(ids)
        .mapToObj(id -> id < 3 ? "" : ALPHABET.substring(id - 3, id - 2))
        .collect(Collectors.joining());
  }

  @Override
  public Stream stream() {
    return new Stream() {
      @Override
      public String add(int id) {
        return decode(new int[] {id});
      }

      @Override
      public String finish() {
        return "";
      }
    };
  }

  @Override
  public int[] endTokens() {
    return new int[] {2};
  }

  @Override
  public void close() {}

  private static int[] encode(String text) {
    return text.chars().map(c -> 3 + ALPHABET.indexOf(c)).toArray();
  }
}
