package dev.ballast.data;

import dev.ballast.json.BadInput;
import java.util.Map;

/** Turns a row into the type that is asked for, where nothing has to be made up. */
final class As {
  private As() {}

  static <T extends Row> T row(Fields f, Row row, Class<T> type) {
    if (type.isInstance(row)) {
      return type.cast(row);
    }
    if (type.equals(PromptRow.class)) {
      return type.cast(prompt(row));
    }
    throw wanted(f, type);
  }

  private static PromptRow prompt(Row row) {
    return new PromptRow(row.id(), row.prompt(), row.category(), row.source(), Map.of());
  }

  private static BadInput wanted(Fields f, Class<?> type) {
    String key =
        switch (type.getSimpleName()) {
          case "PreferencePair" -> "chosen";
          case "SftRow" -> "completion";
          case "TaskRow" -> "accepted";
          case "ChoiceRow" -> "choices";
          case String other -> other;
        };
    return f.missing(key);
  }
}
