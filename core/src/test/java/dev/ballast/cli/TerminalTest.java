package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120})
  void aLiveLineNeverWraps(int width) {
    Progress bar = terminal(true, width).bar("break: attack (training)");
    bar.advance(384, 800);
    bar.advance(800, 800);
    String shown = written.toString(StandardCharsets.UTF_8);
    assertThat(shown).contains("800/800");
    assertThat(shown.split("\r\u001b\\[K|\n")).allMatch(line -> line.length() < width);
  }

  @Test
  void elsewhereLinesAreWhole() {
    terminal(false, 40).say("one line that is longer than the narrowest terminal there is");
    assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("there is\n");
  }

  private Terminal terminal(boolean live, int width) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new Terminal(out, out, live, width);
  }
}
