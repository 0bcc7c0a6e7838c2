package dev.ballast.config;

import java.util.List;

/**
 * A configuration and what a person should know about it.
 *
 * @param notices keys that were accepted and have no effect, each with its reason
 */
public record Decoded<R>(R value, List<String> notices) {
  public Decoded {
    notices = List.copyOf(notices);
  }
}
