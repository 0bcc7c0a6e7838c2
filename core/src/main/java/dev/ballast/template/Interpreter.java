package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs statements. */
final class Interpreter {
  private static final int DEEPEST_CALL = 50;
  private static final int LARGEST = 1 << 26;

  /** How a statement ended. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private final List<Span> generation = new ArrayList<>();
  private StringBuilder out = new StringBuilder();
  private final Rules rules;
  private int captures;
  private int calls;

  private Interpreter(Rules rules) {
    this.rules = rules;
  }

  static Rendered run(List<Node> nodes, Map<String, Object> values, Rules rules) {
    Interpreter interpreter = new Interpreter(rules);
    interpreter.all(nodes, Frame.of(values));
    return new Rendered(interpreter.out.toString(), interpreter.generation);
  }

  private Flow all(List<Node> nodes, Frame frame) {
    for (Node node : nodes) {
      Flow flow = one(node, frame);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow one(Node node, Frame frame) {
    try {
      frame.budget().step();
      return run(node, frame);
    } catch (TemplateError e) {
      throw e.in(node.line(), "a statement");
    }
  }

  private Flow run(Node node, Frame frame) {
    return switch (node) {
      case Node.Plain plain -> print(plain.text(), plain.line(), frame);
      case Node.Output output -> output(output, frame);
      case Node.If branch ->
          Values.truth(Evaluator.eval(branch.condition(), frame))
              ? all(branch.then(), frame)
              : all(branch.otherwise(), frame);
      case Node.For loop -> loop(loop, frame);
      case Node.Set set -> assign(set, frame);
      case Node.SetBlock set -> {
        frame.set(set.target(), captured(set.body(), frame.inner()));
        yield Flow.NEXT;
      }
      case Node.SetAttribute set -> setAttribute(set, frame);
      case Node.Macro macro -> {
        frame.set(macro.name(), (Function) arguments -> expand(macro, arguments, frame));
        yield Flow.NEXT;
      }
      case Node.Generation marked -> generation(marked, frame);
      case Node.Break _ -> Flow.BREAK;
      case Node.Continue _ -> Flow.CONTINUE;
    };
  }

  private Flow output(Node.Output output, Frame frame) {
    Object value = Evaluator.eval(output.value(), frame);
    try {
      if (rules == Rules.TASK && value instanceof Undefined undefined) {
        throw undefined.used();
      }
      return print(Printer.str(value), output.line(), frame);
    } catch (TemplateError e) {
      throw e.in(output.line(), "{{ }}");
    }
  }

  private Flow print(String text, int line, Frame frame) {
    frame.budget().made(text);
    if (out.length() + text.length() > LARGEST) {
      throw TemplateError.at(line, "{{ }}", "more than " + LARGEST + " characters of text");
    }
    out.append(text);
    return Flow.NEXT;
  }

  private Flow loop(Node.For loop, Frame frame) {
    List<Object> items = kept(loop, frame);
    for (int i = 0; i < items.size(); i++) {
      frame.budget().step();
      Frame inner = frame.inner();
      bind(loop.targets(), items.get(i), inner, loop.line());
      inner.set("loop", new Loop(items, i));
      if (all(loop.body(), inner) == Flow.BREAK) {
        break;
      }
    }
    return items.isEmpty() ? all(loop.otherwise(), frame.inner()) : Flow.NEXT;
  }

  private List<Object> kept(Node.For loop, Frame frame) {
    Object over = Evaluator.eval(loop.in(), frame);
    List<Object> items = new ArrayList<>();
    try {
      for (Object item : Values.items(over)) {
        Frame inner = frame.inner();
        bind(loop.targets(), item, inner, loop.line());
        if (Values.truth(Evaluator.eval(loop.condition(), inner))) {
          items.add(item);
        }
      }
    } catch (TemplateError e) {
      throw e.in(loop.line(), "{% for %}");
    }
    return items;
  }

  private static void bind(List<String> targets, Object value, Frame frame, int line) {
    if (targets.size() == 1) {
      frame.set(targets.getFirst(), value);
      return;
    }
    List<Object> parts = Values.items(value);
    if (parts.size() != targets.size()) {
      throw TemplateError.at(
          line,
          String.join(", ", targets),
          "expected " + targets.size() + " values, got " + parts.size());
    }
    for (int i = 0; i < parts.size(); i++) {
      frame.set(targets.get(i), parts.get(i));
    }
  }

  private Flow assign(Node.Set set, Frame frame) {
    bind(set.targets(), Evaluator.eval(set.value(), frame), frame, set.line());
    return Flow.NEXT;
  }

  private Flow setAttribute(Node.SetAttribute set, Frame frame) {
    Object value = Evaluator.eval(set.value(), frame);
    if (!(frame.get(set.namespace()) instanceof Namespace namespace)) {
      throw TemplateError.at(
          set.line(),
          "{% set " + set.namespace() + "." + set.attribute() + " %}",
          "only a namespace() has attributes that can be set");
    }
    namespace.set(set.attribute(), value);
    return Flow.NEXT;
  }

  private Flow generation(Node.Generation marked, Frame frame) {
    if (captures > 0) {
      throw TemplateError.at(
          marked.line(), "{% generation %}", "inside a macro or a set block its place is lost");
    }
    int start = out.length();
    Flow flow = all(marked.body(), frame.inner());
    generation.add(new Span(start, out.length()));
    return flow;
  }

  private String captured(List<Node> body, Frame frame) {
    StringBuilder outside = out;
    out = new StringBuilder();
    captures++;
    all(body, frame);
    captures--;
    String text = out.toString();
    out = outside;
    return text;
  }

  private Object expand(Node.Macro macro, Arguments arguments, Frame defined) {
    if (calls >= DEEPEST_CALL) {
      throw TemplateError.at(macro.line(), macro.name(), "macros call each other too deep");
    }
    Arguments.Bound bound = arguments.bind(macro.names().toArray(String[]::new));
    Frame frame = defined.inner();
    for (int i = 0; i < macro.names().size(); i++) {
      String name = macro.names().get(i);
      Expr otherwise = macro.defaults().get(i);
      frame.set(name, bound.has(name) ? bound.get(name) : Evaluator.eval(otherwise, frame));
    }
    calls++;
    String text = captured(macro.body(), frame);
    calls--;
    return text;
  }
}
