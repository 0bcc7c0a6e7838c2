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
    Optional<String> answer =
        switch (row) {
          case PreferencePair pair -> Optional.of(pair.chosen());
          case SftRow sft -> Optional.of(sft.completion());
          case TaskRow task -> Optional.of(task.accepted().getFirst());
          case PromptRow _, ChoiceRow _ -> Optional.empty();
        };
    // Blanks around it would move the boundary between prompt and completion.
    return answer.map(String::strip);
  }

  /** Return the answer that the data set rejects, which need not be a refusal. */
  static Optional<String> rejected(Row row) {
    return row instanceof PreferencePair pair
        ? Optional.of(pair.rejected().strip())
        : Optional.empty();
  }
}
