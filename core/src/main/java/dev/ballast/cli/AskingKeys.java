package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of judges that ask a model. */
@Flat
record AskingKeys(
    @Key(value = "[]", doc = "model of each judge that asks one, in order; one serves all")
        List<String> judgeModel,
    @Key(value = "[]", doc = "prompt of each judge that needs one, in order") List<Path> promptFile,
    @Key(doc = "text of the guideline that fills {policy} in the prompt") Optional<Path> policy,
    @Key(
            value = "32000",
            doc = "most characters of prompt and response for a model; longer is unscored")
        int judgeMaxChars) {
  AskingKeys {
    judgeModel = List.copyOf(judgeModel);
    promptFile = List.copyOf(promptFile);
    if (judgeMaxChars < 1) {
      throw new IllegalArgumentException("judge_max_chars must be >= 1");
    }
  }
}
