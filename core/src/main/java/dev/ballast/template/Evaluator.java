package dev.ballast.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives expressions their values. */
final class Evaluator {
  private Evaluator() {}

  static Object eval(Expr expr, Frame frame) {
    try {
      frame.budget().step();
      Object value = value(expr, frame);
      if (makes(expr)) {
        frame.budget().made(value);
      }
      return value;
    } catch (TemplateError e) {
      // Naming it costs, and only the innermost one is told.
      throw e.line() == 0 ? e.in(expr.line(), construct(expr)) : e;
    }
  }

  /** Tell whether an expression's value is new, and not one that was there. */
  private static boolean makes(Expr expr) {
    return !(expr instanceof Expr.Literal
        || expr instanceof Expr.Name
        || expr instanceof Expr.Attribute
        || expr instanceof Expr.Item
        || expr instanceof Expr.And
        || expr instanceof Expr.Or
        || expr instanceof Expr.Choice);
  }

  /** Evaluate what is then looked through. */
  private static Object read(Expr expr, Frame frame) {
    Object value = eval(expr, frame);
    frame.budget().read(value);
    return value;
  }

  private static Object value(Expr expr, Frame frame) {
    return switch (expr) {
      case Expr.Literal literal -> literal.value();
      case Expr.Name name -> frame.get(name.name());
      case Expr.Items items -> items(items, frame);
      case Expr.Dict dict -> dict(dict, frame);
      case Expr.Attribute a -> Access.attribute(read(a.of(), frame), a.name());
      case Expr.Item item -> Access.item(read(item.of(), frame), eval(item.key(), frame));
      case Expr.Slice s -> slice(s, frame);
      case Expr.Call call -> call(call, frame);
      case Expr.Filter f ->
          Filters.apply(f.name(), read(f.input(), frame), arguments(f.args(), frame));
      case Expr.Test t -> Tests.holds(t.name(), read(t.input(), frame), arguments(t.args(), frame));
      case Expr.Not not -> !Values.truth(eval(not.of(), frame));
      case Expr.Signed signed -> Operators.signed(signed.sign(), eval(signed.of(), frame));
      case Expr.Binary b ->
          Operators.binary(b.operator(), eval(b.left(), frame), eval(b.right(), frame));
      case Expr.And and -> {
        Object left = eval(and.left(), frame);
        yield Values.truth(left) ? eval(and.right(), frame) : left;
      }
      case Expr.Or or -> {
        Object left = eval(or.left(), frame);
        yield Values.truth(left) ? left : eval(or.right(), frame);
      }
      case Expr.Compare compare -> compare(compare, frame);
      case Expr.Concat concat -> concat(concat, frame);
      case Expr.Choice c ->
          eval(Values.truth(eval(c.condition(), frame)) ? c.then() : c.otherwise(), frame);
    };
  }

  private static Object items(Expr.Items items, Frame frame) {
    List<Object> values = new ArrayList<>();
    items.items().forEach(item -> values.add(eval(item, frame)));
    return items.shape() == Expr.Shape.TUPLE ? new Tuple(values) : values;
  }

  private static Object dict(Expr.Dict dict, Frame frame) {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys().size(); i++) {
      Object key = eval(dict.keys().get(i), frame);
      if (key instanceof Boolean || key instanceof Double || !Values.hashable(key)) {
        // Python takes 1, 1.0 and True for one key; no template needs that.
        throw TemplateError.of("a key of type '" + Values.type(key) + "'");
      }
      values.put(key, eval(dict.values().get(i), frame));
    }
    return values;
  }

  private static Object slice(Expr.Slice slice, Frame frame) {
    return Access.slice(
        read(slice.of(), frame),
        eval(slice.start(), frame),
        eval(slice.stop(), frame),
        eval(slice.step(), frame));
  }

  private static Object call(Expr.Call call, Frame frame) {
    Object callee = eval(call.callee(), frame);
    return switch (callee) {
      case Function function -> function.call(arguments(call.args(), frame));
      case Undefined undefined -> throw undefined.used();
      default -> throw TemplateError.of("'" + Values.type(callee) + "' object is not callable");
    };
  }

  private static Arguments arguments(Expr.Args args, Frame frame) {
    if (args.equals(Expr.Args.NONE)) {
      return Arguments.NONE;
    }
    List<Object> positional = new ArrayList<>();
    args.positional().forEach(arg -> positional.add(eval(arg, frame)));
    Map<String, Object> named = new LinkedHashMap<>();
    args.named().forEach((name, arg) -> named.put(name, eval(arg, frame)));
    return new Arguments(positional, named);
  }

  private static Object compare(Expr.Compare compare, Frame frame) {
    Object left = read(compare.first(), frame);
    for (int i = 0; i < compare.rest().size(); i++) {
      Object right = read(compare.rest().get(i), frame);
      if (!Operators.holds(compare.operators().get(i), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private static Object concat(Expr.Concat concat, Frame frame) {
    StringBuilder text = new StringBuilder();
    for (Expr part : concat.parts()) {
      String printed = Printer.str(eval(part, frame));
      Budget.requireSize((long) text.length() + printed.length());
      text.append(printed);
    }
    return text.toString();
  }

  /** Name an expression for an error. */
  private static String construct(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> Printer.repr(literal.value());
      case Expr.Name name -> name.name();
      case Expr.Items _, Expr.Dict _ -> "a literal";
      case Expr.Attribute a -> construct(a.of()) + "." + a.name();
      case Expr.Item item -> construct(item.of()) + "[" + construct(item.key()) + "]";
      case Expr.Slice slice -> construct(slice.of()) + "[:]";
      case Expr.Call call -> construct(call.callee()) + "()";
      case Expr.Filter filter -> construct(filter.input()) + "|" + filter.name();
      case Expr.Test test -> construct(test.input()) + " is " + test.name();
      case Expr.Not not -> "not " + construct(not.of());
      case Expr.Signed signed -> signed.sign() + construct(signed.of());
      case Expr.Binary b -> construct(b.left()) + " " + b.operator() + " " + construct(b.right());
      case Expr.And and -> construct(and.left()) + " and " + construct(and.right());
      case Expr.Or or -> construct(or.left()) + " or " + construct(or.right());
      case Expr.Compare c -> construct(c.first()) + " " + c.operators().getFirst() + " …";
      case Expr.Concat concat -> construct(concat.parts().getFirst()) + " ~ …";
      case Expr.Choice choice -> construct(choice.then()) + " if …";
    };
  }
}
