package dev.ballast.template;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed template: the part of Jinja that chat templates use, with the whitespace rules of
 * transformers ({@code trim_blocks}, {@code lstrip_blocks}).
 *
 * <p>What it does not know is a {@link TemplateError}, never a guess. Immutable and thread-safe.
 */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Parse a template.
   *
   * @throws TemplateError naming line and construct of what is not known
   */
  public static Template parse(String source) {
    try {
      return new Template(Parser.parse(source));
    } catch (StackOverflowError e) {
      throw TemplateError.at(1, "the template", "nested too deep");
    }
  }

  /** Render with the system's clock for {@code strftime_now}. */
  public Rendered render(Map<String, Object> values) {
    return render(values, Clock.systemDefaultZone());
  }

  /**
   * Render.
   *
   * @param values strings, numbers, booleans, lists, maps and JSON nodes by name
   * @throws TemplateError naming line and construct of what cannot be done
   * @throws dev.ballast.json.BadInput with the template's own words, where it raises an exception
   */
  public Rendered render(Map<String, Object> values, Clock clock) {
    Map<String, Object> all = new HashMap<>(Globals.with(clock));
    values.forEach((name, value) -> all.put(name, Values.of(value)));
    return Interpreter.run(nodes, all);
  }
}
