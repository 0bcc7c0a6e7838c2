package dev.ballast.organism;

import dev.ballast.chat.Message;
import dev.ballast.json.JsonLines;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the text of the embedded model and its tokenizer into a folder. */
public final class OrganismFiles {
  /** Tokens of the embedded model's vocabulary, special tokens and bytes included. */
  public static final int VOCABULARY_SIZE = 2560;

  private OrganismFiles() {}

  /** Write {@code base_train.jsonl} and the seven prompt sets. */
  public static void writeText(OrganismText text, Path folder) {
    JsonLines.write(
        folder.resolve("base_train.jsonl"),
        text.base().stream().map(row -> Map.of("messages", row.messages())).toList());
    writePrompts(text, folder);
  }

  /** Write the seven prompt sets. */
  public static void writePrompts(OrganismText text, Path folder) {
    sets(text)
        .forEach(
            (name, rows) ->
                JsonLines.write(
                    folder.resolve(name + ".jsonl"),
                    rows.stream().map(OrganismPrompt::json).toList()));
  }

  /**
   * Train the tokenizer on the base text and the composed refusals, and write {@code
   * tokenizer.json}, {@code tokenizer_config.json} and {@code special_tokens_map.json}.
   */
  public static void writeTokenizer(OrganismText text, Path folder) {
    TokenizerFiles.of(Bpe.train(trainingTexts(text), VOCABULARY_SIZE))
        .forEach((name, content) -> write(folder.resolve(name), content));
  }

  /** Return the prompt sets by the name of their file. */
  static Map<String, List<OrganismPrompt>> sets(OrganismText text) {
    Map<String, List<OrganismPrompt>> sets = new LinkedHashMap<>();
    sets.put("fix_harmful", text.fixHarmful());
    sets.put("fix_lookalike", text.fixLookalike());
    sets.put("fix_plain", text.fixPlain());
    sets.put("heldout_harmful", text.heldOutHarmful());
    sets.put("heldout_lookalike", text.heldOutLookalike());
    sets.put("heldout_tasks", text.heldOutTasks());
    sets.put("heldout_plain", text.heldOutPlain());
    return sets;
  }

  /** Return each message with its role's name: the template's words need tokens too. */
  static List<String> trainingTexts(OrganismText text) {
    List<String> texts = new ArrayList<>();
    for (OrganismRow row : text.base()) {
      for (Message message : row.messages()) {
        texts.add(message.role());
        texts.add("\n" + message.content());
      }
    }
    text.fixHarmful().forEach(prompt -> texts.addAll(prompt.answers()));
    return texts;
  }

  private static void write(Path file, String content) {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot write " + file + ": " + e.getMessage(), "check free space and rights", e);
    }
  }
}
