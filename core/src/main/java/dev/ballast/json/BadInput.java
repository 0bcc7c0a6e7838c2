package dev.ballast.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wrong use or bad input: one message that names file, row, key, value and the fix; exit code 2.
 *
 * <p>Build it fluently: {@code BadInput.of("chosen is
 * missing").file(path).row(7).key("chosen").fix("add it")}.
 */
public final class BadInput extends RuntimeException {
  private final String what;
  private final List<String> where;
  private final @Nullable String fix;

  private BadInput(String what, List<String> where, @Nullable String fix) {
    super(text(what, where, fix));
    this.what = what;
    this.where = where;
    this.fix = fix;
  }

  public static BadInput of(String what) {
    return new BadInput(what, List.of(), null);
  }

  public BadInput file(Object path) {
    return at("file " + path);
  }

  /** Name the row, counted from 1 as editors do. */
  public BadInput row(long row) {
    return at("row " + row);
  }

  public BadInput key(String key) {
    return at("key " + key);
  }

  /** Show the offending value, cut to 120 characters. */
  public BadInput value(Object value) {
    String text = String.valueOf(value).replace("\n", "\\n");
    return at("value " + (text.length() > 120 ? text.substring(0, 117) + "..." : text));
  }

  public BadInput fix(String newFix) {
    return new BadInput(what, where, newFix);
  }

  /** Name a fix where none is named yet. */
  public BadInput orFix(String other) {
    return fix == null ? fix(other) : this;
  }

  /** Add the cause; the message stays. */
  public BadInput because(Throwable cause) {
    initCause(cause);
    return this;
  }

  private BadInput at(String place) {
    List<String> more = new ArrayList<>(where);
    more.add(place);
    return new BadInput(what, List.copyOf(more), fix);
  }

  private static String text(String what, List<String> where, @Nullable String fix) {
    return what
        + (where.isEmpty() ? "" : " (" + String.join(", ", where) + ")")
        + (fix == null ? "" : ". Fix: " + fix);
  }
}
