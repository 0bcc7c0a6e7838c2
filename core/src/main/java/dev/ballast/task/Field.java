package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.template.Rules;
import dev.ballast.template.Template;
import dev.ballast.template.TemplateError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A {@code doc_to_*} key: the name of a column, else a template over the row, else a value.
 *
 * @param key as errors name it
 * @param value as the YAML has it
 * @param template of a value that is text
 */
record Field(String key, JsonNode value, Template template) {
  /**
   * Parse a key's value.
   *
   * @throws BadInput when it is text and no template
   */
  static Field of(String key, JsonNode value) {
    try {
      return new Field(key, value, Template.parse(value.asString(""), Rules.TASK));
    } catch (TemplateError e) {
      throw BadInput.of(String.valueOf(e.getMessage())).key(key).because(e);
    }
  }

  static Field of(String key, String value) {
    return of(key, Json.treeOf(value));
  }

  /** Return the value for a row: a column as it is, a template's text, anything else as it is. */
  JsonNode of(JsonNode doc) {
    if (!value.isString()) {
      return value;
    }
    JsonNode column = doc.path(value.stringValue());
    return column.isMissingNode() ? Json.treeOf(rendered(doc)) : column;
  }

  /** Return the value for a row where it must be text. */
  String text(JsonNode doc) {
    JsonNode text = of(doc);
    if (text.isContainer() || text.isNull()) {
      throw bad("text is wanted", text);
    }
    return text.asString();
  }

  /**
   * Return the value for a row as the answer to a question.
   *
   * @param choices whether digits are an index
   */
  Target target(JsonNode doc, boolean choices) {
    JsonNode target = of(doc);
    boolean made = value.isString() && !doc.has(value.stringValue());
    String text = target.asString("");
    if (made && choices && text.matches("[0-9]{1,9}")) {
      return new Target.Index(Integer.parseInt(text));
    }
    if (made && text.length() >= 2 && text.startsWith("[") && text.endsWith("]")) {
      return listed(text);
    }
    if (whole(target) || target.isBoolean()) {
      return new Target.Index(whole(target) ? target.intValue() : target.booleanValue() ? 1 : 0);
    }
    if (target.isArray()) {
      List<Object> items = new ArrayList<>();
      target.forEach(item -> items.add(whole(item) ? (Object) item.longValue() : item.asString()));
      return many(items);
    }
    if (target.isContainer() || target.isNull()) {
      throw bad("a text, an index or a list is wanted", target);
    }
    return new Target.Text(text);
  }

  /** As lm-eval does, take text in brackets that is no list for what it is. */
  private Target listed(String text) {
    try {
      return many(PythonLiteral.list(text));
    } catch (BadInput e) {
      return new Target.Text(text);
    }
  }

  /** A number of a YAML is a long, one of a row an int. */
  static boolean whole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt();
  }

  private Target many(List<Object> items) {
    if (items.stream().allMatch(Long.class::isInstance)) {
      return new Target.Indices(items.stream().map(i -> Math.toIntExact((Long) i)).toList());
    }
    return new Target.Texts(items.stream().map(String::valueOf).toList());
  }

  /** Return the value for a row as a list of texts. */
  List<String> choices(JsonNode doc) {
    JsonNode list = of(doc);
    if (list.isString()) {
      return PythonLiteral.list(list.stringValue()).stream().map(String::valueOf).toList();
    }
    if (!list.isContainer()) {
      throw bad("a list is wanted", list);
    }
    List<String> choices = new ArrayList<>();
    list.forEach(item -> choices.add(item.asString()));
    return choices;
  }

  private String rendered(JsonNode doc) {
    Map<String, Object> values = new LinkedHashMap<>();
    doc.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    try {
      return template.render(values).text();
    } catch (TemplateError e) {
      throw BadInput.of(String.valueOf(e.getMessage())).key(key).value(doc).because(e);
    }
  }

  private BadInput bad(String what, JsonNode got) {
    return BadInput.of(what).key(key).value(got);
  }
}
