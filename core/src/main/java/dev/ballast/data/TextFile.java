package dev.ballast.data;

import dev.ballast.json.BadInput;
import dev.ballast.json.Utf8Text;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    return Utf8Text.decode(bytes(file), file);
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
}
