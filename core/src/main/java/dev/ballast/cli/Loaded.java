package dev.ballast.cli;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.tokenizer.Encoded;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A checkpoint with its tokenizer and template, without its weights: turns JSONL rows into tokens.
 */
record Loaded(Checkpoint checkpoint, Tokenizer tokenizer, PromptEncoder encoder)
    implements AutoCloseable {
  static Loaded open(ModelKeys model) {
    Checkpoint checkpoint = model.checkpoint();
    try {
      Tokenizer tokenizer = Tokenizer.of(checkpoint);
      return new Loaded(checkpoint, tokenizer, PromptEncoder.of(checkpoint, tokenizer));
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * Encode a row of any kind that {@code logprobs} takes.
   *
   * @return ids, and how many of them are not scored (the first never is)
   */
  Encoded encode(JsonNode row) {
    if (row.has("token_ids")) {
      int[] ids = row.path("token_ids").valueStream().mapToInt(JsonNode::asInt).toArray();
      return new Encoded(ids, 1);
    }
    if (row.has("text")) {
      return new Encoded(tokenizer.encodeFromStart(text(row, "text")), 1);
    }
    if (row.has("messages")) {
      List<Message> messages = messages(row.path("messages"));
      Message last = messages.getLast();
      if (!last.role().equals("assistant") || messages.size() < 2) {
        throw BadInput.of("the last message must be the assistant's").key("messages");
      }
      Conversation before = new Conversation(messages.subList(0, messages.size() - 1));
      return encoder.encodeCompletion(new Prompt.Chat(before), last);
    }
    return promptAndCompletion(row);
  }

  private Encoded promptAndCompletion(JsonNode row) {
    JsonNode prompt = row.path("prompt");
    JsonNode completion = row.path("completion");
    if (prompt.isArray() && completion.isArray() && completion.size() == 1) {
      return encoder.encodeCompletion(prompt(row), messages(completion).getFirst());
    }
    int[] start = tokenizer.encodeFromStart(text(row, "prompt"));
    int[] all = tokenizer.encodeFromStart(text(row, "prompt") + text(row, "completion"));
    int same = Arrays.mismatch(start, all);
    if (same >= 0 && same < start.length) {
      throw BadInput.of("the boundary between prompt and completion moves at token " + same)
          .key("prompt")
          .value(tokenizer.decodeWithSpecials(Arrays.copyOfRange(start, same, start.length)))
          .fix("end the prompt where a token ends, for example move its last space");
    }
    return new Encoded(all, start.length);
  }

  /** Read what a row asks with: text, a list of messages under either name. */
  static Prompt prompt(JsonNode row) {
    JsonNode asked = row.has("messages") ? row.path("messages") : row.path("prompt");
    if (asked.isArray()) {
      return new Prompt.Chat(new Conversation(messages(asked)));
    }
    return Prompt.user(text(row, "prompt"));
  }

  static String text(JsonNode row, String key) {
    if (!row.path(key).isString()) {
      throw BadInput.of(row.has(key) ? "text is wanted" : "a row without " + key)
          .key(key)
          .value(row.has(key) ? row.path(key) : row)
          .fix("give the row " + key + ", a text; --help says what rows the verb takes");
    }
    return row.path(key).asString();
  }

  static List<Message> messages(JsonNode array) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : array) {
      try {
        messages.add(new Message(text(message, "role"), text(message, "content")));
      } catch (IllegalArgumentException e) {
        throw BadInput.of(String.valueOf(e.getMessage())).key("messages").because(e);
      }
    }
    if (messages.isEmpty()) {
      throw BadInput.of("no message").key("messages").fix("give at least one");
    }
    return messages;
  }

  @Override
  public void close() {
    tokenizer.close();
    checkpoint.close();
  }
}
