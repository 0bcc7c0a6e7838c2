package dev.ballast.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The caps of the house: small files, small methods, few parameters. */
class SizeTest {
  private static final int FILE_CAP = 400;
  private static final int FILE_MEDIAN = 80;
  private static final int METHOD_CAP = 60;
  private static final int METHOD_MEDIAN = 6;
  private static final int PARAMETERS = 5;

  private final List<Sources.Method> methods = Sources.methods(Sources.main());

  @Test
  void filesStayShort() {
    assertThat(Sources.main()).hasSizeGreaterThan(20);
    assertThat(Sources.main()).filteredOn(f -> lines(f) > FILE_CAP).isEmpty();
    assertThat(median(Sources.main().stream().mapToInt(SizeTest::lines)))
        .isLessThanOrEqualTo(FILE_MEDIAN);
  }

  @Test
  void methodsStayShort() {
    assertThat(methods).hasSizeGreaterThan(100);
    assertThat(methods).filteredOn(m -> m.lines() > METHOD_CAP).isEmpty();
    assertThat(median(methods.stream().mapToInt(Sources.Method::lines)))
        .isLessThanOrEqualTo(METHOD_MEDIAN);
  }

  @Test
  void parametersStayFew() {
    assertThat(methods).filteredOn(m -> m.parameters() > PARAMETERS).isEmpty();
  }

  @Test
  void publicMethodsTakeNoBoolean() {
    assertThat(methods).filteredOn(m -> m.exposed() && m.takesBoolean()).isEmpty();
  }

  private static int lines(java.nio.file.Path file) {
    return (int) Sources.text(file).lines().count();
  }

  private static double median(IntStream values) {
    int[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
