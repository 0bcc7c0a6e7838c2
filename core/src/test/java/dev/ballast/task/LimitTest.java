package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  private static final TaskConfig GSM8K = TaskFile.find("gsm8k");

  private static TaskSample sample(int id, double strict, double flexible) {
    Map<String, Map<String, Double>> values =
        Map.of(
            "strict-match",
            Map.of("exact_match", strict),
            "flexible-extract",
            Map.of("exact_match", flexible));
    return new TaskSample(id, Json.treeOf(Map.of()), List.of(), List.of(), values, Map.of());
  }

  /** Strict 1/4, flexible 3/4. */
  private static final List<Finished> TASKS =
      List.of(
          new Finished(
              GSM8K, List.of(sample(0, 1, 1), sample(1, 0, 1), sample(2, 0, 1), sample(3, 0, 0))));

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
    Limit limit = Limit.parse(text);
    limit.check(List.of(GSM8K));
    assertThat(limit.breaches(TASKS)).hasSize(breaches);
  }

  @Test
  void aBreachTellsTheValue() {
    assertThat(Limit.parse("gsm8k.exact_match > 0.5").breaches(TASKS).getFirst().words())
        .isEqualTo("gsm8k.exact_match > 0.5: it is 0.7500 (n 4)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gsm8k", "gsm8k.exact_match", "gsm8k.exact_match = 1", "a.b < x"})
  void whatIsNoLimitIsRefused(String text) {
    assertThatThrownBy(() -> Limit.parse(text))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("fail_on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"arc_easy.acc < 1", "gsm8k.acc < 1", "gsm8k.exact_match,loose-match < 1"})
  void whatIsNotMeasuredIsRefusedBefore(String text) {
    assertThatThrownBy(() -> Limit.parse(text).check(List.of(GSM8K)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no task of the suite measures that");
  }
}
