package dev.ballast.template;

import java.util.List;

/**
 * What a template gave.
 *
 * @param text the whole text
 * @param generation the stretches between {@code {% generation %}} and {@code {% endgeneration %}}
 */
public record Rendered(String text, List<Span> generation) {
  public Rendered {
    generation = List.copyOf(generation);
  }
}
