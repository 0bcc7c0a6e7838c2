package dev.ballast.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void figuresKeepFourDigits() {
    assertThat(Words.figure(0.69314)).isEqualTo("0.6931");
    assertThat(Words.figure(5e-5)).isEqualTo("5e−05");
    assertThat(Words.figure(1234567)).isEqualTo("1.23e+06");
    assertThat(Words.figure(200)).isEqualTo("200");
    assertThat(Words.figure(-12.5)).isEqualTo("−12.5");
    assertThat(Words.figure(0)).isEqualTo("0");
    assertThat(Words.figure(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void changesHaveTheirSign() {
    assertThat(Words.points(0.412)).isEqualTo("+41.2");
    assertThat(Words.points(-0.412)).isEqualTo("−41.2");
    assertThat(Words.points(-0.0001)).isEqualTo("+0.0");
    assertThat(Words.percent(0.9637)).isEqualTo("96.4\u00a0%");
  }

  @Test
  void escapingLeavesNoMarkup() {
    assertThat(Element.escape("<a href='x'>&\""))
        .isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    assertThat(Element.escape("a\u0000b\ud800c\u202ed\uffff"))
        .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffd");
    assertThat(Element.escape("é 漢 😀\n\t")).isEqualTo("é 漢 😀\n\t");
  }
}
