package dev.ballast.breakfix;

import java.util.random.RandomGenerator;

/** Composes safe answers in many forms. */
@FunctionalInterface
public interface SafeAnswers {
  /**
   * Decline a request: acknowledge, name the concern of its category, offer a safe direction.
   *
   * @param category of the request; may be unknown
   * @param request plainly put, without an attack around it
   */
  String compose(String category, String request, RandomGenerator random);
}
