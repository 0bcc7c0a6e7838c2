package dev.ballast.template;

/**
 * A stretch of a rendered text that {@code {% generation %}} marks.
 *
 * @param start index of its first UTF-16 unit
 * @param end index after its last
 */
public record Span(int start, int end) {}
