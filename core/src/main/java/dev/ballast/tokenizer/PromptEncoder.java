package dev.ballast.tokenizer;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.tokenizer.ChatTemplate.AddPrompt;
import java.util.Arrays;
import java.util.Optional;

/** Turns prompts and completions into tokens and proves where the completion begins. */
public final class PromptEncoder {
  /** Where the completion of a conversation ends. */
  public enum Ending {
    /** With the token that ends the turn: what a model generates. */
    END_OF_TURN,
    /** With the last character that the template prints after it, as TRL takes it. */
    WHOLE_TEMPLATE
  }

  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;

  private PromptEncoder(Tokenizer tokenizer, Optional<ChatTemplate> template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  public static PromptEncoder of(Checkpoint checkpoint, Tokenizer tokenizer) {
    return new PromptEncoder(tokenizer, ChatTemplate.of(checkpoint, tokenizer));
  }

  public static PromptEncoder chat(Tokenizer tokenizer, ChatTemplate template) {
    return new PromptEncoder(tokenizer, Optional.of(template));
  }

  /** Build for a model without a chat template: conversations are refused. */
  public static PromptEncoder raw(Tokenizer tokenizer) {
    return new PromptEncoder(tokenizer, Optional.empty());
  }

  /** Tell whether conversations can be encoded. */
  public boolean chats() {
    return template.isPresent();
  }

  /** Encode a prompt, with the opening of the assistant's turn where it is a conversation. */
  public int[] encode(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Raw raw -> tokenizer.encodeFromStart(raw.text());
      case Prompt.Chat chat ->
          tokenizer.encode(template().render(chat.conversation(), AddPrompt.YES));
    };
  }

  /** Encode up to the end of the assistant's turn; raw text gets the end token. */
  public Encoded encodeCompletion(Prompt prompt, Message completion) {
    return encodeCompletion(prompt, completion, Ending.END_OF_TURN);
  }

  /**
   * Encode a prompt and its completion together.
   *
   * @throws BadInput when the tokens of the prompt do not begin those of prompt and completion
   */
  public Encoded encodeCompletion(Prompt prompt, Message completion, Ending ending) {
    if (!completion.role().equals("assistant")) {
      throw BadInput.of("a completion is an assistant's message").value(completion.role());
    }
    int[] start = encode(prompt);
    int[] all =
        switch (prompt) {
          case Prompt.Raw raw -> raw(raw.text() + completion.content());
          case Prompt.Chat chat -> tokenizer.encode(chat(chat.conversation(), completion, ending));
        };
    int same = Arrays.mismatch(start, all);
    if (same >= 0 && same < start.length) {
      throw moved(start, all, same);
    }
    return new Encoded(all, start.length);
  }

  /**
   * Encode a prompt and the first text of its answer, which nothing ends. Where the two would share
   * a token, the text is encoded on its own.
   */
  public Encoded encodeOpening(Prompt prompt, String text) {
    int[] start = encode(prompt);
    int[] joint =
        switch (prompt) {
          case Prompt.Raw raw -> tokenizer.encodeFromStart(raw.text() + text);
          case Prompt.Chat chat ->
              tokenizer.encode(template().render(chat.conversation(), AddPrompt.YES) + text);
        };
    int same = Arrays.mismatch(start, joint);
    if (same < 0 || same == start.length) {
      return new Encoded(joint, start.length);
    }
    int[] alone = tokenizer.encode(text);
    int[] all = Arrays.copyOf(start, start.length + alone.length);
    System.arraycopy(alone, 0, all, start.length, alone.length);
    return new Encoded(all, start.length);
  }

  private int[] raw(String text) {
    int[] ids = tokenizer.encodeFromStart(text);
    Optional<String> end = tokenizer.eos();
    if (end.isEmpty()) {
      return ids;
    }
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = tokenizer.id(end.get()).orElseThrow();
    return ended;
  }

  private String chat(Conversation conversation, Message completion, Ending ending) {
    String prompt = template().render(conversation, AddPrompt.YES);
    String whole = template().render(conversation.with(completion), AddPrompt.NO);
    if (!whole.startsWith(prompt)) {
      throw BadInput.of("the template writes the prompt differently once it is answered")
          .key("chat_template")
          .value(shown(whole.substring(common(prompt, whole))))
          .fix("use a template whose generation prompt begins the assistant's turn");
    }
    return switch (ending) {
      case WHOLE_TEMPLATE -> whole;
      case END_OF_TURN -> whole.substring(0, end(whole, prompt.length(), completion.content()));
    };
  }

  /** Find the index after the token that ends the turn, or the end where there is none. */
  private int end(String whole, int start, String content) {
    String answer = content.strip();
    int found = whole.indexOf(answer, start);
    int from = found < 0 ? start : found + answer.length();
    int first = Integer.MAX_VALUE;
    int end = whole.length();
    for (int id : tokenizer.specialIds()) {
      String token = tokenizer.token(id);
      int at = token.isEmpty() ? -1 : whole.indexOf(token, from);
      if (at >= 0 && at < first) {
        first = at;
        end = at + token.length();
      }
    }
    return end;
  }

  private ChatTemplate template() {
    return template.orElseThrow(
        () ->
            BadInput.of("the model has no chat template, so it cannot take a conversation")
                .key("chat_template")
                .fix("add chat_template.jinja to the checkpoint, or give raw text"));
  }

  private BadInput moved(int[] prompt, int[] all, int at) {
    String before = at < prompt.length ? tokenizer.token(prompt[at]) : "";
    String after = at < all.length ? tokenizer.token(all[at]) : "the end";
    return BadInput.of(
            "the boundary between prompt and completion moves: token "
                + at
                + " of the prompt is '"
                + before
                + "' alone and '"
                + after
                + "' with the completion")
        .value(shown(tokenizer.decodeWithSpecials(Arrays.copyOfRange(prompt, at, prompt.length))))
        .fix("end the prompt where a token ends, for example move its last space");
  }

  private static int common(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 60));
  }
}
