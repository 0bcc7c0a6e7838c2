package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.util.Optional;

/** One thing that is wrong with a configuration; an empty path is the document itself. */
record Problem(String path, String what, Optional<Object> value, Optional<String> fix) {
  static Problem of(String path, String what) {
    return new Problem(path, what, Optional.empty(), Optional.empty());
  }

  static Problem of(String path, String what, Object value, String fix) {
    return new Problem(path, what, Optional.of(value), Optional.of(fix));
  }

  /** Return the error, placed in the file unless the value came from the command line. */
  BadInput error(Origin origin) {
    BadInput error = BadInput.of(what);
    boolean typed = origin.typed(path);
    if (!typed && origin.file().isPresent()) {
      error = error.file(origin.file().get());
      Integer row = origin.rows().get(path);
      error = row == null ? error : error.row(row);
    }
    if (!path.isEmpty()) {
      error = error.key(typed ? "--" + path : path);
    }
    if (value.isPresent()) {
      error = error.value(value.get());
    }
    return fix.isPresent() ? error.fix(fix.get()) : error;
  }
}
