package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {
  private static List<Csv.Line> parse(String text) {
    return Csv.parse(text, ',', Path.of("x.csv"));
  }

  @Test
  void quotedFieldsHoldSeparatorsQuotesAndBreaks() {
    assertThat(parse("a,\"b, \"\"c\"\"\nd\",e\r\nf,,\"\"\n"))
        .containsExactly(
            new Csv.Line(1, List.of("a", "b, \"c\"\nd", "e")),
            new Csv.Line(3, List.of("f", "", "")));
  }

  @Test
  void emptyLinesAreSkippedAndCounted() {
    assertThat(parse("a\n\n\nb")).extracting(Csv.Line::row).containsExactly(1L, 4L);
  }

  @Test
  void anOpenQuoteIsNamedByTheLineWhereItOpens() {
    assertThatThrownBy(() -> parse("a,b\nc,\"d\ne,f\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("never closed")
        .hasMessageContaining("row 2");
  }

  @Test
  void textAfterAClosingQuoteIsRefused() {
    assertThatThrownBy(() -> parse("\"a\"b,c"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("after a closing quote");
  }
}
