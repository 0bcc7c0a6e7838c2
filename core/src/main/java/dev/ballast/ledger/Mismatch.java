package dev.ballast.ledger;

import java.util.Optional;

/**
 * A file that is not what the manifest says.
 *
 * @param name as in the manifest
 * @param recorded sha256 in the manifest
 * @param found sha256 now; empty when the file is gone
 */
public record Mismatch(String name, String recorded, Optional<String> found) {}
