package dev.ballast.json;

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

/** Reads text that people wrote: UTF-8 only, byte order mark dropped; errors name the row. */
public final class Utf8Text {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Bytes of the largest file that is read as a whole and is no data set. */
  private static final long SMALL = 1L << 28;

  private Utf8Text() {}

  /**
   * Make sure that a file is one that can be read as a whole: no folder, pipe or device, and not of
   * gigabytes. A file that is not there passes.
   *
   * @throws BadInput when it is not
   */
  public static void requireSmall(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw BadInput.of("not a file that can be read as a whole")
          .file(file)
          .fix("put a regular file there");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot read " + file + ": " + e.getMessage(), "check the rights of the file", e);
    }
    if (size > SMALL) {
      throw BadInput.of("a text of more than " + SMALL + " bytes, which no model has")
          .file(file)
          .value(size)
          .fix("check that it is the file it should be");
    }
  }

  /**
   * Read a whole file.
   *
   * @throws BadInput when there is no such file, it is a folder, or a byte is not UTF-8
   */
  public static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw BadInput.of("a folder, where a file is wanted").file(file).fix("name a file in it");
    }
    try {
      return decode(Files.readAllBytes(file), file);
    } catch (NoSuchFileException e) {
      throw BadInput.of("no such file").file(file).fix("check the path").because(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Decode the bytes of a file.
   *
   * @throws BadInput naming file, row and byte of the first that is not UTF-8
   */
  public static String decode(byte[] bytes, Path file) {
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
    String text = out.flip().toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static long rowOf(byte[] bytes, int at) {
    long row = 1;
    for (int i = 0; i < at; i++) {
      row += bytes[i] == '\n' ? 1 : 0;
    }
    return row;
  }
}
