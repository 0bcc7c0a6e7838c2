package dev.ballast.data;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Parses RFC 4180: quoted fields may hold separators, doubled quotes and line breaks. */
final class Csv {
  /** One record and the line on which it starts, from 1. */
  record Line(long row, List<String> cells) {}

  private final String text;
  private final char separator;
  private final Path file;
  private int at;
  private long row = 1;

  private Csv(String text, char separator, Path file) {
    this.text = text;
    this.separator = separator;
    this.file = file;
  }

  /**
   * Parse a text; empty lines are skipped.
   *
   * @throws BadInput on an open quote or text after a closing quote
   */
  static List<Line> parse(String text, char separator, Path file) {
    Csv csv = new Csv(text, separator, file);
    List<Line> lines = new ArrayList<>();
    while (csv.at < text.length()) {
      Line line = csv.line();
      if (line.cells().size() > 1 || !line.cells().getFirst().isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Line line() {
    long start = row;
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at < text.length() && text.charAt(at) == separator) {
        at++;
        continue;
      }
      lineBreak();
      return new Line(start, cells);
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && text.charAt(at) != separator && !isBreak(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    long start = row;
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        row += c == '\n' ? 1 : 0;
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        at++;
        cell.append('"');
      } else {
        endOfQuoted();
        return cell.toString();
      }
    }
    throw BadInput.of("a quote is never closed").file(file).row(start).fix("close it with \"");
  }

  private void endOfQuoted() {
    if (at < text.length() && text.charAt(at) != separator && !isBreak(text.charAt(at))) {
      throw BadInput.of("text after a closing quote")
          .file(file)
          .row(row)
          .value(text.substring(at, Math.min(text.length(), at + 20)))
          .fix("double the quotes inside a quoted field (RFC 4180)");
    }
  }

  private void lineBreak() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    row++;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
