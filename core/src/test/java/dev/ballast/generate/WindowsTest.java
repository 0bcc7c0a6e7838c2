package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.generate.Windows.Window;
import org.junit.jupiter.api.Test;

/** By lm-eval 0.4.13: {@code make_disjoint_window} of {@code get_rolling_token_windows}. */
class WindowsTest {
  @Test
  void aShortTextIsOneWindow() {
    assertThat(Windows.of(2, 4)).containsExactly(new Window(0, 1, 2));
    assertThat(Windows.of(5, 4)).containsExactly(new Window(0, 1, 5));
  }

  /** Ten tokens behind the first, a context of four: the last window reads three more. */
  @Test
  void theLastWindowReachesBack() {
    assertThat(Windows.of(11, 4))
        .containsExactly(new Window(0, 1, 5), new Window(4, 5, 9), new Window(6, 9, 11));
    assertThat(Windows.of(11, 4)).extracting(Window::length).containsOnly(4);
  }

  @Test
  void aFullLastWindowReadsOneTokenBefore() {
    assertThat(Windows.of(9, 4)).containsExactly(new Window(0, 1, 5), new Window(4, 5, 9));
  }
}
