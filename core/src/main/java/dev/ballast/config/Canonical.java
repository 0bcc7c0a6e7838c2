package dev.ballast.config;

import dev.ballast.json.Digests;
import dev.ballast.json.Json;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes records back as flat keys, the same text for the same meaning. */
final class Canonical {
  enum Keys {
    ALL,
    BEHAVIOUR
  }

  private Canonical() {}

  static String fingerprint(Object record) {
    String text = Json.encode(new TreeMap<>(flat(record, Keys.BEHAVIOUR)));
    byte[] digest = Digests.begin("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  /** Return key to plain value; an empty Optional has no key. */
  static Map<String, Object> flat(Object record, Keys keys) {
    Map<String, Object> flat = new LinkedHashMap<>();
    for (Slot slot : Slot.of(record.getClass())) {
      if (keys == Keys.ALL || slot.behaviour()) {
        add(flat, slot, read(slot, record), keys);
      }
    }
    return flat;
  }

  private static void add(Map<String, Object> flat, Slot slot, Object value, Keys keys) {
    Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (inner instanceof Record nested) {
      String prefix = slot.flat() ? "" : slot.key() + ".";
      flat(nested, keys).forEach((key, item) -> flat.put(prefix + key, item));
    } else if (inner != null) {
      flat.put(slot.key(), plain(inner, keys));
    }
  }

  private static Object plain(Object value, Keys keys) {
    return switch (value) {
      case Enum<?> word -> Names.word(word);
      case Path path -> path.toString().replace('\\', '/');
      case Record record -> new TreeMap<>(flat(record, keys));
      case List<?> list -> list.stream().map(item -> plain(item, keys)).toList();
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(String.valueOf(key), plain(item, keys)));
        yield sorted;
      }
      default -> value;
    };
  }

  private static Object read(Slot slot, Object record) {
    Method accessor = slot.component().getAccessor();
    accessor.setAccessible(true);
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + slot.key(), e);
    }
  }
}
