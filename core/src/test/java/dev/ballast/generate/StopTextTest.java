package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {
  @Test
  void whatMayBeginAStopIsHeldBack() {
    StopText text = new StopText(List.of("\n\nHuman:", "END"));
    assertThat(text.add("Hello\n")).isEqualTo("Hello");
    assertThat(text.add("you")).isEqualTo("\nyou");
    assertThat(text.add(" E")).isEqualTo(" ");
    assertThat(text.add("N")).isEmpty();
    assertThat(text.add("d")).isEqualTo("ENd");
    assertThat(text.add("\n\nHum")).isEmpty();
    assertThat(text.add("an: more")).isEmpty();
    assertThat(text.found()).contains("\n\nHuman:");
    assertThat(text.text()).isEqualTo("Hello\nyou ENd");
  }

  @Test
  void theEarliestStopWins() {
    StopText text = new StopText(List.of("yy", "x"));
    assertThat(text.add("a x yy")).isEqualTo("a ");
    assertThat(text.found()).contains("x");
  }

  @Test
  void whatWasHeldBackComesAtTheEnd() {
    StopText text = new StopText(List.of("stop"));
    assertThat(text.add("please st")).isEqualTo("please ");
    assertThat(text.finish()).isEqualTo("st");
    assertThat(text.found()).isEmpty();
    assertThat(text.text()).isEqualTo("please st");
  }

  @Test
  void withoutStopsEverythingIsCertain() {
    StopText text = new StopText(List.of(""));
    assertThat(text.add("a")).isEqualTo("a");
    assertThat(text.add("")).isEmpty();
  }
}
