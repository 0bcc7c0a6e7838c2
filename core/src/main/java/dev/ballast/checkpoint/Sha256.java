package dev.ballast.checkpoint;

import dev.ballast.json.Digests;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Hashes of files. */
final class Sha256 {
  private Sha256() {}

  static String of(Path file) {
    MessageDigest digest = digest();
    try {
      Digests.add(digest, file);
    } catch (IOException e) {
      throw new OutsideMissing("cannot read " + file, "check the rights of the file", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Hash names and contents, in the given order. */
  static String of(List<Path> files) {
    MessageDigest digest = digest();
    for (Path file : files) {
      String line = of(file) + "  " + file.getFileName() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    return Digests.begin("SHA-256");
  }
}
