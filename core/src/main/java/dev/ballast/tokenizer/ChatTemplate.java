package dev.ballast.tokenizer;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.json.Digests;
import dev.ballast.json.Json;
import dev.ballast.template.Template;
import dev.ballast.template.TemplateError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model's own chat template: a conversation becomes the text that the model was trained on. */
public final class ChatTemplate {
  /** Whether the opening of an assistant's turn follows the conversation. */
  public enum AddPrompt {
    YES,
    NO
  }

  private final String source;
  private final Template template;
  private final Map<String, Object> constants;
  private final Clock clock;

  private ChatTemplate(String source, Template template, Tokenizer tokenizer, Clock clock) {
    this.source = source;
    this.template = template;
    this.clock = clock;
    this.constants = new HashMap<>(tokenizer.roles());
    constants.put("tools", Json.tree("null"));
    constants.put("documents", Json.tree("null"));
  }

  /** Read the template of a checkpoint, if it has one; its date is the system's. */
  public static Optional<ChatTemplate> of(Checkpoint checkpoint, Tokenizer tokenizer) {
    try {
      return checkpoint
          .chatTemplate()
          .map(source -> parse(source, tokenizer, Clock.system(ZoneId.systemDefault())));
    } catch (BadInput e) {
      throw e.file(checkpoint.source());
    }
  }

  /**
   * Parse a template and try it.
   *
   * @param clock read by templates that print the date
   * @throws BadInput when it is not understood, or prints a special token that the tokenizer lacks
   */
  public static ChatTemplate parse(String source, Tokenizer tokenizer, Clock clock) {
    try {
      Template template = Template.parse(source);
      TurnMarkers.requireRoles(template, tokenizer);
      ChatTemplate chat = new ChatTemplate(source, template, tokenizer, clock);
      if (!template.names().contains("eos_token")) {
        TurnMarkers.requireTokens(chat, tokenizer);
      }
      return chat;
    } catch (TemplateError e) {
      throw told(e);
    }
  }

  /**
   * Render a conversation.
   *
   * @throws BadInput in the template's own words where it refuses the conversation
   */
  public String render(Conversation conversation, AddPrompt addPrompt) {
    Map<String, Object> values = new HashMap<>(constants);
    values.put("messages", conversation.messages().stream().map(ChatTemplate::fields).toList());
    values.put("add_generation_prompt", addPrompt == AddPrompt.YES);
    try {
      return template.render(values, clock).text();
    } catch (TemplateError e) {
      throw told(e);
    }
  }

  /** Return the SHA-256 of the template's source, in hex: metrics compare only under the same. */
  public String sha256() {
    MessageDigest digest = Digests.begin("SHA-256");
    return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, Object> fields(Message message) {
    return Map.of("role", message.role(), "content", message.content());
  }

  private static BadInput told(TemplateError e) {
    return BadInput.of("the chat template cannot be used: " + e.getMessage())
        .key("chat_template")
        .fix("correct the template, or give one that uses less of Jinja")
        .because(e);
  }

  /** A short conversation that every template should take. */
  static List<Conversation> probes() {
    Conversation asked = Conversation.user("a");
    Conversation told = new Conversation(List.of(Message.system("s"), Message.user("a")));
    return List.of(asked, asked.with(Message.assistant("b")), told);
  }
}
