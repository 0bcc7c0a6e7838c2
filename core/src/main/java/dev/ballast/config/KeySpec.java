package dev.ballast.config;

import java.util.Optional;

/**
 * What {@code --help} shows of a key.
 *
 * @param name with dots for nested records and {@code []} for lists of them
 * @param type a word or the values of an enum: {@code number}, {@code list of text}, {@code a|b}
 * @param standard the default as one would type it
 * @param required no default, and not optional
 * @param behaviour part of the fingerprint
 */
public record KeySpec(
    String name,
    String type,
    Optional<String> standard,
    boolean required,
    String doc,
    boolean behaviour) {}
