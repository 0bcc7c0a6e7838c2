package dev.ballast.ledger;

import dev.ballast.json.BadInput;
import dev.ballast.json.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Hashes with sha256, in lower-case hex. */
public final class Hashes {
  private Hashes() {}

  /**
   * Hash a file's bytes, or a folder by its files' names and hashes.
   *
   * @throws BadInput when nothing is there
   */
  public static String of(Path path) {
    return Files.isDirectory(path) ? folder(path) : file(path);
  }

  /** Hash the UTF-8 bytes of a text. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static String file(Path file) {
    MessageDigest digest = sha256();
    try {
      Digests.add(digest, file);
    } catch (NoSuchFileException e) {
      throw BadInput.of("no such file").file(file).fix("check the path").because(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Hash lines "hash, two blanks, name with slashes", sorted by name, as sha256sum prints them. */
  private static String folder(Path folder) {
    StringBuilder lines = new StringBuilder();
    for (Path name : names(folder)) {
      String slashes = name.toString().replace('\\', '/');
      lines.append(file(folder.resolve(name))).append("  ").append(slashes).append('\n');
    }
    return of(lines.toString());
  }

  private static List<Path> names(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static MessageDigest sha256() {
    return Digests.begin("SHA-256");
  }
}
