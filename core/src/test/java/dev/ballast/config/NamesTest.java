package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NamesTest {
  @Test
  void distanceCountsSwapsAsOne() {
    assertThat(Names.distance("beta", "beta")).isZero();
    assertThat(Names.distance("ebta", "beta")).isEqualTo(1);
    assertThat(Names.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Names.distance("", "abc")).isEqualTo(3);
    // Optimal string alignment gives 3 here, the unrestricted distance 2.
    assertThat(Names.distance("ca", "abc")).isEqualTo(3);
  }

  @Test
  void snakeCaseMatchesTrl() {
    assertThat(Names.snake("perDeviceTrainBatchSize")).isEqualTo("per_device_train_batch_size");
    assertThat(Names.snake("bf16")).isEqualTo("bf16");
    assertThat(Names.snake("fDivergenceType")).isEqualTo("f_divergence_type");
  }

  @Test
  void suggestionIsTheNearestNameOrAll() {
    List<String> names = List.of("seed", "beta", "learning_rate");

    assertThat(Names.suggestion("learnin_rates", names)).isEqualTo("did you mean learning_rate?");
    assertThat(Names.suggestion("x", names)).isEqualTo("use one of beta, learning_rate, seed");
  }
}
