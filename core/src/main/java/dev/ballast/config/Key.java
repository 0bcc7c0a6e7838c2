package dev.ballast.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a configuration key; the name is the record component's in snake_case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** Marks a key without a default: required, unless its type is Optional or a nested record. */
  String NONE = "<none>";

  /** Return the default as it would be typed on the command line. */
  String value() default NONE;

  /** Return one line for {@code --help}. */
  String doc() default "";

  /** Tell whether another value may change results; only such keys enter the fingerprint. */
  boolean behaviour() default true;
}
