package dev.ballast.hub;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A failure that may pass.
 *
 * @param asked how long the server asks to wait
 */
record Trouble(String what, Optional<Duration> asked) {
  Trouble(String what) {
    this(what, Optional.empty());
  }

  /** Tell whether the same question may be answered better later. */
  static boolean passes(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  static Trouble of(Answer answer, InstantSource clock) {
    return new Trouble(
        answer.uri().getHost() + " answered " + answer.status(),
        answer.own("retry-after").flatMap(text -> wanted(text.strip(), clock)));
  }

  static Trouble of(IOException e) {
    return new Trouble(reason(e));
  }

  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Read seconds or a date (RFC 9110, section 10.2.3). */
  private static Optional<Duration> wanted(String text, InstantSource clock) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), then.toInstant()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
