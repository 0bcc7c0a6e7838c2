package dev.ballast.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What a command printed, and its exit code. */
record Typed(int code, String out, String err) {
  static Typed run(String... words) {
    return typing("", words);
  }

  /** Run with a person who types lines. */
  static Typed typing(String input, String... words) {
    return typing(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), words);
  }

  static Typed typing(InputStream input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            input,
            false,
            80);
    int code = Main.run(terminal, words);
    return new Typed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Gives one line a read, and looks how many lines a file has before each. */
  static final class Watched extends InputStream {
    private final Deque<String> lines;
    private final Path file;
    private final List<Integer> seen = new ArrayList<>();

    Watched(String input, Path file) {
      this.lines = new ArrayDeque<>(Arrays.asList(input.split("(?<=\n)")));
      this.file = file;
    }

    List<Integer> linesSeen() {
      return seen;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("line by line");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        seen.add(Files.exists(file) ? Files.readAllLines(file).size() : 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (lines.isEmpty()) {
        return -1;
      }
      byte[] line = lines.remove().getBytes(StandardCharsets.UTF_8);
      System.arraycopy(line, 0, buffer, offset, line.length);
      return line.length;
    }
  }
}
