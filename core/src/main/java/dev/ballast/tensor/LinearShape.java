package dev.ballast.tensor;

/** The shape of a linear map's weight. */
public record LinearShape(long out, long in) {}
