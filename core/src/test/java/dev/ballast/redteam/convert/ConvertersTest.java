package dev.ballast.redteam.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.redteam.Converter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvertersTest {
  private static List<Converter> all() {
    return List.of(new Base64Text(), new Rot13(), new Leetspeak());
  }

  @Test
  void goldenPairs() {
    assertThat(new Base64Text().encode("Hello, world!")).isEqualTo("SGVsbG8sIHdvcmxkIQ==");
    assertThat(new Base64Text().encode("größer")).isEqualTo("Z3LDtsOfZXI=");
    assertThat(new Rot13().encode("Hello, world 42!")).isEqualTo("Uryyb, jbeyq 42!");
    assertThat(new Leetspeak().encode("Leet Test, oasis")).isEqualTo("L337 7357, 04515");
  }

  @ParameterizedTest
  @MethodSource("all")
  void emptyStaysEmpty(Converter converter) {
    assertThat(converter.encode("")).isEmpty();
    assertThat(converter.decode("")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void decodingGivesTheTextBack(Converter converter) {
    String text = "the quick brown fox – ünder the sea";
    assertThat(converter.decode(converter.encode(text))).isEqualTo(text);
    assertThat(converter.encode(text)).isEqualTo(converter.encode(text));
  }
}
