package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BesideTest {
  private final List<String> disposed = new ArrayList<>();

  @Test
  void whatIsTakenIsKept() {
    try (Beside<String> beside = Beside.of(() -> "made", disposed::add)) {
      assertThat(beside.take()).isEqualTo("made");
    }
    assertThat(disposed).isEmpty();
  }

  @Test
  void whatNobodyTakesIsThrownAway() {
    try (Beside<String> _ = Beside.of(() -> "made", disposed::add)) {
      assertThat(disposed).isEmpty();
    }
    assertThat(disposed).containsExactly("made");
  }

  @Test
  void whatItsMakerThrowsIsThrownToWhoTakesIt() {
    BadInput bad = BadInput.of("no tokenizer");
    try (Beside<String> beside = Beside.of(() -> fail(bad), disposed::add)) {
      assertThatThrownBy(beside::take).isSameAs(bad);
    }
    try (Beside<String> _ = Beside.of(() -> fail(bad), disposed::add)) {
      // Nobody asks: what went wrong elsewhere is told.
    }
    assertThat(disposed).isEmpty();
  }

  private static String fail(RuntimeException e) {
    throw e;
  }
}
