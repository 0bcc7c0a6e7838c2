package dev.ballast.template;

import java.util.List;

/** A Python tuple: a list that prints with round brackets. */
record Tuple(List<Object> items) {}
