package dev.ballast.template;

import java.util.List;

/**
 * What {@code loop} is inside of a loop.
 *
 * @param items what the loop goes over, filtered
 * @param index of the current item, from 0
 */
record Loop(List<Object> items, int index) {
  Object attribute(String name) {
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) items.size() - index;
      case "revindex0" -> items.size() - index - 1L;
      case "first" -> index == 0;
      case "last" -> index == items.size() - 1;
      case "length" -> (long) items.size();
      // Jinja counts depth in recursive loops only.
      case "depth" -> 1L;
      case "depth0" -> 0L;
      case "previtem" ->
          index > 0 ? items.get(index - 1) : new Undefined("there is no previous item");
      case "nextitem" ->
          index + 1 < items.size() ? items.get(index + 1) : new Undefined("there is no next item");
      case "cycle" -> (Function) a -> cycle(a.positional());
      default -> throw TemplateError.of("loop." + name + " is not known here");
    };
  }

  private Object cycle(List<Object> values) {
    if (values.isEmpty()) {
      throw TemplateError.of("no items for cycling given");
    }
    return values.get(index % values.size());
  }
}
