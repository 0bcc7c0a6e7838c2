package dev.ballast.data;

import dev.ballast.json.BadInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a whole text file: UTF-8 only, gzip by its suffix, byte order mark dropped. */
final class TextFile {
  private TextFile() {}

  /**
   * Read a file.
   *
   * @throws BadInput when there is no such file, gzip is damaged, or a byte is not UTF-8 (named by
   *     row)
   */
  static String read(Path file) {
    String text = decode(bytes(file), file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Return the name without {@code .gz}. */
  static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  private static byte[] bytes(Path file) {
    try {
      byte[] raw = Files.readAllBytes(file);
      if (!String.valueOf(file.getFileName()).endsWith(".gz")) {
        return raw;
      }
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
        return in.readAllBytes();
      }
    } catch (NoSuchFileException e) {
      throw BadInput.of("no such file").file(file).fix("check path and data_root").because(e);
    } catch (ZipException | EOFException e) {
      throw BadInput.of("not a complete gzip file").file(file).fix("fetch it again").because(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String decode(byte[] bytes, Path file) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int at = in.position();
      throw BadInput.of("not valid UTF-8 at byte " + at)
          .file(file)
          .row(rowOf(bytes, at))
          .fix("save the file as UTF-8");
    }
    return out.flip().toString();
  }

  private static long rowOf(byte[] bytes, int at) {
    long row = 1;
    for (int i = 0; i < at; i++) {
      row += bytes[i] == '\n' ? 1 : 0;
    }
    return row;
  }
}
