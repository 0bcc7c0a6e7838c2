package dev.ballast.hub;

import java.util.Optional;

/**
 * A file as an endpoint lists it; a mirror may tell no more than the name.
 *
 * @param size in bytes
 * @param blob the name that git gives a small file: SHA-1, hex
 * @param sha256 of a large file's content, hex
 */
record RepoFile(String name, Optional<Long> size, Optional<String> blob, Optional<String> sha256) {
  /** Return what the content must hash to; git's name of a large file is that of its pointer. */
  Optional<Checksum> checksum() {
    return sha256.or(() -> blob).flatMap(Checksum::of);
  }
}
