package dev.ballast.template;

import java.util.Map;
import java.util.Set;

/** Methods that Python's types have and this engine does not: an error, never a silent miss. */
final class Methods {
  private static final Map<String, Set<String>> UNSUPPORTED =
      Map.of(
          "str",
          Set.of(
              "casefold",
              "center",
              "encode",
              "expandtabs",
              "format",
              "format_map",
              "isalnum",
              "isascii",
              "isdecimal",
              "isidentifier",
              "isnumeric",
              "isprintable",
              "istitle",
              "ljust",
              "maketrans",
              "partition",
              "rindex",
              "rjust",
              "rpartition",
              "swapcase",
              "translate",
              "zfill"),
          "list",
          Set.of("append", "clear", "copy", "extend", "insert", "pop", "remove", "reverse", "sort"),
          "dict",
          Set.of("clear", "copy", "fromkeys", "pop", "popitem", "setdefault", "update"),
          "tuple",
          Set.of("count", "index"),
          "int",
          Set.of("bit_length", "real", "imag"),
          "float",
          Set.of("is_integer", "real", "imag"));

  private Methods() {}

  static void requireNotInPython(String type, String name) {
    if (name.startsWith("__") || UNSUPPORTED.getOrDefault(type, Set.of()).contains(name)) {
      throw TemplateError.of("the method " + type + "." + name + " is not known here");
    }
  }
}
