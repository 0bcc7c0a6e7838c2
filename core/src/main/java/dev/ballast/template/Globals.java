package dev.ballast.template;

import dev.ballast.json.BadInput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions that every template may call. */
final class Globals {
  private static final long LONGEST_RANGE = 100_000;

  private Globals() {}

  static Map<String, Object> with(Clock clock) {
    Map<String, Object> globals = new HashMap<>();
    globals.put("range", (Function) Globals::range);
    globals.put("namespace", (Function) a -> new Namespace(entries(a)));
    globals.put("dict", (Function) a -> new java.util.LinkedHashMap<Object, Object>(entries(a)));
    globals.put("raise_exception", (Function) Globals::raise);
    globals.put(
        "strftime_now", (Function) a -> Strftime.format(a.bind("format").text("format"), clock));
    return globals;
  }

  private static Map<String, Object> entries(Arguments arguments) {
    Map<String, Object> entries = new java.util.LinkedHashMap<>();
    if (!arguments.positional().isEmpty()
        && new Arguments(arguments.positional(), Map.of()).bind("mapping").get("mapping")
            instanceof Map<?, ?> map) {
      map.forEach((key, value) -> entries.put(Values.text(key), value));
    }
    entries.putAll(arguments.named());
    return entries;
  }

  private static Object raise(Arguments arguments) {
    throw BadInput.of(Printer.str(arguments.bind("message").get("message")))
        .fix("give the conversation the form that the chat template asks for");
  }

  private static Object range(Arguments arguments) {
    List<Object> bounds = arguments.positional();
    arguments.bind("start", "stop", "step").get("start");
    long start = bounds.size() > 1 ? Values.integer(bounds.get(0)) : 0;
    long stop = Values.integer(bounds.get(bounds.size() > 1 ? 1 : 0));
    long step = bounds.size() > 2 ? Values.integer(bounds.get(2)) : 1;
    List<Object> numbers = new ArrayList<>();
    if (step == 0) {
      throw TemplateError.of("range() arg 3 must not be zero");
    }
    long i = start;
    while (step > 0 ? i < stop : i > stop) {
      numbers.add(i);
      if (numbers.size() > LONGEST_RANGE) {
        throw TemplateError.of("a range of more than " + LONGEST_RANGE + " numbers");
      }
      if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
        break;
      }
      i += step;
    }
    return numbers;
  }
}
