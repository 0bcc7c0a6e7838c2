package dev.ballast.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTableTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {60, 79, 80, 100, 120})
  void linesFit(int width) {
    new SampleRun(folder, false, "").write();
    ResultTable table = ResultTable.of(folder);
    assertThat(table.text(width).lines()).allMatch(line -> line.length() <= width);
    assertThat(table.ascii(width))
        .matches("[\\x00-\\x7f]*")
        .contains("Safe rate on harmful", "rejected", "Over-refusal")
        .doesNotContain("?");
  }

  @Test
  void widthIsHeldBetweenSixtyAndOneHundredAndTwenty() {
    new SampleRun(folder, true, "").write();
    ResultTable table = ResultTable.of(folder);
    assertThat(table.text(10)).isEqualTo(table.text(60));
    assertThat(table.text(500)).isEqualTo(table.text(120));
    assertThat(table.text(80)).contains("✓ promoted");
  }

  @Test
  void emptyFolderHasNoNumbers() {
    assertThat(ResultTable.of(folder).text(80)).contains("not decided");
  }
}
