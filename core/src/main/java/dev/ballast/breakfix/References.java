package dev.ballast.breakfix;

import dev.ballast.data.ChoiceRow;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.data.SftRow;
import dev.ballast.data.TaskRow;
import java.util.Optional;

/** What a data set itself says to a benign prompt. */
final class References {
  private References() {}

  /** Return the data set's answer. */
  static Optional<String> answer(Row row) {
    return switch (row) {
      case PreferencePair pair -> Optional.of(pair.chosen());
      case SftRow sft -> Optional.of(sft.completion());
      case TaskRow task -> Optional.of(task.accepted().getFirst());
      case PromptRow _, ChoiceRow _ -> Optional.empty();
    };
  }

  /** Return the data set's refusal. */
  static Optional<String> refused(Row row) {
    return row instanceof PreferencePair pair ? Optional.of(pair.rejected()) : Optional.empty();
  }
}
