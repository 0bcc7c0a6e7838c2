package dev.ballast.task;

import java.util.Map;
import java.util.Optional;

/** Keeps answers by the hash of all that decides them. */
public interface Memory {
  /** Find an answer. */
  Optional<Answer> find(String key);

  /** Keep answers, which last when this returns. */
  void keep(Map<String, Answer> answers);

  /** Return one that forgets. */
  static Memory none() {
    return new Memory() {
      @Override
      public Optional<Answer> find(String key) {
        return Optional.empty();
      }

      @Override
      public void keep(Map<String, Answer> answers) {}
    };
  }
}
