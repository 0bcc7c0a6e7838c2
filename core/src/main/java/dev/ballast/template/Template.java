package dev.ballast.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed template: the part of Jinja that chat templates use.
 *
 * <p>What it does not know is a {@link TemplateError}, never a guess. Immutable and thread-safe.
 */
public final class Template {
  private final List<Node> nodes;
  private final Set<String> names;
  private final Rules rules;

  private Template(List<Node> nodes, Set<String> names, Rules rules) {
    this.nodes = nodes;
    this.names = names;
    this.rules = rules;
  }

  /**
   * Parse a chat template.
   *
   * @throws TemplateError naming line and construct of what is not known
   */
  public static Template parse(String source) {
    return parse(source, Rules.CHAT);
  }

  /**
   * Parse a template.
   *
   * @throws TemplateError naming line and construct of what is not known
   */
  public static Template parse(String source, Rules rules) {
    try {
      List<Lexeme> lexemes = Lexer.lex(source, rules);
      return new Template(Parser.parse(lexemes), Names.needed(lexemes), rules);
    } catch (StackOverflowError e) {
      throw TemplateError.at(1, "the template", "nested too deep");
    }
  }

  /** Return the names that it uses without ever asking whether they are defined. */
  public Set<String> names() {
    return names;
  }

  /** Render with the system's clock for {@code strftime_now}. */
  public Rendered render(Map<String, Object> values) {
    return render(values, Clock.system(ZoneId.systemDefault()));
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
    try {
      return Interpreter.run(nodes, all, rules);
    } catch (StackOverflowError e) {
      throw TemplateError.at(1, "the template", "its values or calls are nested too deep");
    }
  }
}
