package dev.ballast.tokenizer;

import dev.ballast.chat.Conversation;
import dev.ballast.json.BadInput;
import dev.ballast.template.Template;
import dev.ballast.tokenizer.ChatTemplate.AddPrompt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proves that what a template prints around turns are tokens.
 *
 * <p>A template that ends turns with {@code eos_token} may write the rest as plain text, as
 * Zephyr's does; one that never uses it ends turns with a marker of its own, and then all markers
 * must be tokens.
 */
final class TurnMarkers {
  private static final Pattern MARKER = Pattern.compile("<\\|[^|<>\\s]{1,60}\\|>");

  private TurnMarkers() {}

  static void requireRoles(Template template, Tokenizer tokenizer) {
    for (String role : SpecialTokens.ROLES) {
      if (template.names().contains(role) && !tokenizer.roles().containsKey(role)) {
        throw BadInput.of("the chat template prints " + role + ", which the tokenizer lacks")
            .key(role)
            .fix("name it in tokenizer_config.json");
      }
    }
  }

  static void requireTokens(ChatTemplate template, Tokenizer tokenizer) {
    for (Conversation probe : ChatTemplate.probes()) {
      Matcher marker = MARKER.matcher(rendered(template, probe));
      while (marker.find()) {
        if (tokenizer.id(marker.group()).isEmpty()) {
          throw BadInput.of("the chat template prints a special token that the tokenizer lacks")
              .key("chat_template")
              .value(marker.group())
              .fix("add the token to the tokenizer, or use the template of this model");
        }
      }
    }
  }

  private static String rendered(ChatTemplate template, Conversation probe) {
    try {
      return template.render(probe, AddPrompt.YES);
    } catch (BadInput e) {
      // Some templates refuse a system message: what they refuse prints nothing.
      return "";
    }
  }
}
