package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricWindowTest {
  @Test
  void averagesLossOverStepsAndMetricsOverTheMicroBatchesThatHaveThem() {
    MetricWindow window =
        MetricWindow.EMPTY
            .plus(
                List.of(
                    new MicroBatch(1, Map.of("a", 2.0), 0),
                    new MicroBatch(2, Map.of("a", 4.0, "b", 7.0), 0)))
            .plus(List.of(new MicroBatch(5, Map.of("a", 6.0), 0)));
    assertThat(window.averages()).containsEntry("loss", 4.0);
    assertThat(window.averages()).containsEntry("a", 4.0).containsEntry("b", 7.0);
  }
}
