package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One record of a file; every complaint names file, row and key.
 *
 * @param row line (JSONL, CSV, text) or element (JSON), from 1
 * @param columns our key → the file's key, where they differ
 */
record Fields(SourceFile file, long row, JsonNode node, Map<String, String> columns) {
  boolean has(String key) {
    JsonNode value = node.get(column(key));
    return value != null && !value.isNull();
  }

  /** Return the value. */
  JsonNode get(String key) {
    JsonNode value = node.get(column(key));
    if (value == null || value.isNull()) {
      throw missing(key);
    }
    return value;
  }

  /** Return a string; numbers and booleans in their own writing. */
  String text(String key) {
    JsonNode value = get(key);
    if (value.isContainer()) {
      throw bad(key, key + " must be a string").value(value);
    }
    return value.asString();
  }

  /** Return a string that is not blank. */
  String filled(String key) {
    String text = text(key);
    if (text.isBlank()) {
      throw bad(key, key + " is empty").fix("fill it or remove the row");
    }
    return text;
  }

  String textOr(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** Return the row's own id, else file name and row. */
  String id() {
    String own = textOr("id", "");
    return own.isBlank() ? file.stem() + "-" + row : own;
  }

  Safety safety(String key) {
    return has(key) ? Safety.of(bool(key)) : Safety.UNKNOWN;
  }

  boolean bool(String key) {
    return switch (text(key).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      case String other -> throw bad(key, key + " must be true or false").value(other);
    };
  }

  List<String> texts(String key) {
    JsonNode value = get(key);
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    if (!value.isArray()) {
      throw bad(key, key + " must be a list of strings").value(value);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      texts.add(element.asString());
    }
    return texts;
  }

  /** Return a conversation: a string is one user message. */
  Conversation conversation(String key) {
    if (!get(key).isArray()) {
      return Conversation.user(filled(key));
    }
    List<Message> messages = messages(key);
    if (messages.isEmpty()) {
      throw bad(key, key + " has no message").fix("add one or remove the row");
    }
    return new Conversation(messages);
  }

  List<Message> messages(String key) {
    JsonNode value = get(key);
    if (!value.isArray()) {
      throw bad(key, key + " must be a list of messages").value(value);
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode element : value) {
      messages.add(message(key, element));
    }
    return messages;
  }

  private Message message(String key, JsonNode element) {
    Optional<JsonNode> role = element.optional("role");
    Optional<JsonNode> content = element.optional("content").filter(JsonNode::isString);
    if (role.isEmpty() || content.isEmpty()) {
      throw bad(key, "a message needs role and content, both strings").value(element);
    }
    try {
      return new Message(role.get().asString(), content.get().stringValue());
    } catch (IllegalArgumentException e) {
      throw bad(key, String.valueOf(e.getMessage())).because(e);
    }
  }

  /** Return all plain columns but those named, as text. */
  Map<String, String> attributes(String... without) {
    Map<String, String> rest = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isContainer() && !entry.getValue().isNull()) {
        rest.put(entry.getKey(), entry.getValue().asString());
      }
    }
    for (String key : without) {
      rest.remove(column(key));
    }
    return rest;
  }

  BadInput missing(String key) {
    return bad(key, key + " is missing")
        .value(String.join(", ", node.propertyNames()))
        .fix("add it, or say which column holds it: columns: {" + key + ": <column>}");
  }

  BadInput bad(String key, String what) {
    return BadInput.of(what).file(file.path()).row(row).key(column(key));
  }

  private String column(String key) {
    return columns.getOrDefault(key, key);
  }
}
