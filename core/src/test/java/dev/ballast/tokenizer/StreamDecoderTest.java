package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamDecoderTest {
  @Test
  void givesOutOnlyWholeCharacters() {
    String text = "hello wörld 😀 日本";
    try (Tokenizer tiny = TinyTokenizer.open()) {
      StreamDecoder stream = tiny.streamDecoder();
      List<String> pieces = new ArrayList<>();
      for (int id : tiny.encode(text)) {
        pieces.add(stream.add(id));
      }
      pieces.add(stream.finish());
      assertThat(String.join("", pieces)).isEqualTo(text);
      assertThat(pieces).contains("hello", "ö", "😀", "日").noneMatch(p -> p.contains("\uFFFD"));
    }
  }

  @Test
  void hidesSpecialTokens() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      StreamDecoder stream = tiny.streamDecoder();
      assertThat(stream.add(1)).isEmpty();
      assertThat(stream.add(tiny.id("hello").orElseThrow())).isEqualTo("hello");
      assertThat(stream.add(2)).isEmpty();
      assertThat(stream.finish()).isEmpty();
    }
  }

  @Test
  void showsABrokenEndAtTheEnd() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      StreamDecoder stream = tiny.streamDecoder();
      int[] smile = tiny.encode("😀");
      assertThat(stream.add(smile[0]) + stream.add(smile[1])).isEmpty();
      assertThat(stream.finish()).isEqualTo("\uFFFD");
    }
  }
}
