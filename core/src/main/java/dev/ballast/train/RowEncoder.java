package dev.ballast.train;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.json.BadInput;
import dev.ballast.tokenizer.Encoded;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.PromptEncoder.Ending;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns data rows into tokens as TRL does: the chat template is applied to prompt and completion
 * together, and what it prints after the completion is learned, too.
 */
public record RowEncoder(PromptEncoder encoder) {
  /**
   * Encode rows; loss lies on completions.
   *
   * @throws dev.ballast.json.BadInput naming the row whose boundary moves
   */
  public List<EncodedRow> rows(List<SftRow> rows) {
    return rows.stream().map(this::row).toList();
  }

  /** Encode pairs. */
  public List<EncodedPair> pairs(List<PreferencePair> pairs) {
    return pairs.stream().map(this::pair).toList();
  }

  private EncodedRow row(SftRow row) {
    Encoded all = named(row.key(), () -> encode(row.prompt(), row.completion()));
    return new EncodedRow(row.key(), all.tokenIds(), all.promptLength());
  }

  private EncodedPair pair(PreferencePair pair) {
    Encoded chosen = named(pair.key(), () -> encode(pair.prompt(), pair.chosen()));
    Encoded rejected = named(pair.key(), () -> encode(pair.prompt(), pair.rejected()));
    return new EncodedPair(
        pair.key(),
        Arrays.copyOf(chosen.tokenIds(), chosen.promptLength()),
        completion(chosen),
        completion(rejected),
        pair.chosenSafe(),
        pair.rejectedSafe());
  }

  private Encoded encode(Conversation prompt, String completion) {
    return encoder.encodeCompletion(
        new Prompt.Chat(prompt), Message.assistant(completion), Ending.WHOLE_TEMPLATE);
  }

  private static Encoded named(String row, Supplier<Encoded> encoding) {
    try {
      return encoding.get();
    } catch (BadInput e) {
      throw e.value("row " + row);
    }
  }

  private static int[] completion(Encoded all) {
    return Arrays.copyOfRange(all.tokenIds(), all.promptLength(), all.tokenIds().length);
  }
}
