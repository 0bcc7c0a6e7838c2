package dev.ballast.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.task.Figure;
import dev.ballast.task.MetricName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  /** Strict 1/4, flexible 3/4. */
  private static final List<Figure> FIGURES =
      List.of(figure("strict-match", 0.25), figure("flexible-extract", 0.75));

  private static final List<MetricName> NAMES = FIGURES.stream().map(Figure::name).toList();

  private static Figure figure(String filter, double value) {
    MetricName name = new MetricName("gsm8k", "exact_match", filter);
    return new Figure(name, value, Optional.empty(), 4, 0, true, Optional.empty());
  }

  private static Limit parse(String text) {
    return Limit.of(List.of(text.split(",", -1))).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gsm8k.exact_match < 0.25 | 0",
        "gsm8k.exact_match <= 0.25 | 1",
        "gsm8k.exact_match<0.76 | 2",
        "gsm8k.exact_match,flexible-extract < 0.76 | 1",
        "gsm8k.exact_match > 0.25 | 1",
        "gsm8k.exact_match >= 0.25 | 2",
      })
  void limitsAreBrokenByWhatTheySay(String text, int breaches) {
    Limit limit = parse(text);
    limit.check(NAMES);
    assertThat(limit.on(FIGURES).stream().filter(f -> f.kind() == Finding.Kind.FAILED))
        .hasSize(breaches);
  }

  /** What is not graded may be anything: 3 of 100 are too many, 2 are not. */
  @Test
  void aLimitDoesNotHoldWhereTooLittleIsGraded() {
    MetricName name = new MetricName("safe", "asr", "none");
    Limit limit = parse("safe.asr > 0.5");
    assertThat(
            limit.on(
                List.of(new Figure(name, 0.1, Optional.empty(), 98, 2, false, Optional.empty()))))
        .allMatch(finding -> finding.kind() == Finding.Kind.PASSED);
    assertThat(
            limit.on(
                List.of(new Figure(name, 0.1, Optional.empty(), 97, 3, false, Optional.empty()))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
              assertThat(finding.message()).endsWith("3 answers were not graded");
            });
    assertThat(limit.on(List.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
              assertThat(finding.name()).isEqualTo(name);
              assertThat(finding.message()).contains("no row was graded");
            });
  }

  @Test
  void aBreachTellsTheValue() {
    assertThat(parse("gsm8k.exact_match > 0.5").on(FIGURES).getLast().message())
        .isEqualTo("gsm8k.exact_match > 0.5: gsm8k.exact_match,flexible-extract is 0.7500 (n 4)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gsm8k", "gsm8k.exact_match", "gsm8k.exact_match = 1", "a.b < x"})
  void whatIsNoLimitIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("fail_on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gsm8k.exact_macth < 1 | did you mean gsm8k.exact_match?",
        "gsm9k.exact_match,strict-match < 1 | did you mean gsm8k.exact_match,strict-match?",
        "arc_easy.acc < 1 | use one of gsm8k.exact_match, gsm8k.exact_match,flexible-extract",
      })
  void whatIsNotMeasuredIsRefusedWithTheNearestThatIs(String text, String fix) {
    assertThatThrownBy(() -> parse(text).check(NAMES))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no task of these measures")
        .hasMessageContaining(fix);
  }

  /** The command line parts lists at commas; a filter's comma is put back. */
  @Test
  void aFiltersCommaPartsNoLimit() {
    List<String> pieces =
        List.of("gsm8k.exact_match", "flexible-extract < 0.3", " arc_easy.acc<.4", "a.b >= 1e-2");
    assertThat(Limit.of(pieces).stream().map(Limit::text))
        .containsExactly(
            "gsm8k.exact_match,flexible-extract < 0.3", "arc_easy.acc<.4", "a.b >= 1e-2");
  }
}
