package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.Set;

/** The errors that several readers share. */
final class Bad {
  static final String AGAIN = "the file is damaged or cut off: copy or download it again";

  private Bad() {}

  static BadInput damaged(Object file, String what) {
    return BadInput.of(what).file(file).fix(AGAIN);
  }

  static BadInput tensor(Object file, String name, String what) {
    return damaged(file, "tensor " + name + ": " + what);
  }

  static BadInput noTensor(String name, Object where, Set<String> names) {
    String some = String.join(", ", names.stream().limit(4).toList());
    return BadInput.of("no tensor " + name)
        .file(where)
        .fix("it holds " + names.size() + " tensors: " + some + (names.size() > 4 ? ", …" : ""));
  }
}
