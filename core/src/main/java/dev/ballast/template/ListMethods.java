package dev.ballast.template;

import java.util.List;
import java.util.Set;

/** Methods of lists that change nothing. */
final class ListMethods {
  private static final Set<String> NAMES = Set.of("index", "count");

  private ListMethods() {}

  static boolean has(String name) {
    return NAMES.contains(name);
  }

  static Function of(List<?> list, String name) {
    return arguments -> {
      Object wanted = arguments.bind("value").get("value");
      if (name.equals("count")) {
        return list.stream().filter(item -> Values.equal(item, wanted)).count();
      }
      for (int i = 0; i < list.size(); i++) {
        if (Values.equal(list.get(i), wanted)) {
          return (long) i;
        }
      }
      throw TemplateError.of(Printer.repr(wanted) + " is not in list");
    };
  }
}
