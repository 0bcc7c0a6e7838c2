package dev.ballast.hub;

import dev.ballast.json.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What the bytes of a file hash to, as the hub tells it.
 *
 * @param hex in small letters
 */
record Checksum(Kind kind, String hex) {
  /** Of large files SHA-256; of small ones the name that git gives them. */
  enum Kind {
    SHA256("SHA-256", 64),
    GIT_BLOB("SHA-1", 40);

    private final String algorithm;
    private final int digits;

    Kind(String algorithm, int digits) {
      this.algorithm = algorithm;
      this.digits = digits;
    }
  }

  /** Read a hash by its length; empty when it is none. */
  static Optional<Checksum> of(String text) {
    for (Kind kind : Kind.values()) {
      if (text.length() == kind.digits && text.matches("(?i)[0-9a-f]+")) {
        return Optional.of(new Checksum(kind, text.toLowerCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  /** Return what is wrong with a file; empty when nothing is. */
  Optional<String> mismatch(Path file) {
    String found = hash(file);
    return found.equals(hex)
        ? Optional.empty()
        : Optional.of("its " + kind.algorithm + " is " + found + ", not " + hex);
  }

  private String hash(Path file) {
    MessageDigest digest = Digests.begin(kind.algorithm);
    try {
      if (kind == Kind.GIT_BLOB) {
        // git hashes "blob SIZE", a zero byte, and the content
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
      }
      Digests.add(digest, file);
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return kind.algorithm + " " + hex;
  }
}
