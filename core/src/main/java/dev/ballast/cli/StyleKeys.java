package dev.ballast.cli;

import dev.ballast.chat.Conversation;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.task.ChatText;
import dev.ballast.task.Style;
import dev.ballast.tokenizer.ChatTemplate;
import dev.ballast.tokenizer.ChatTemplate.AddPrompt;
import java.util.Optional;
import java.util.function.Function;

/** The keys that say how a task's questions reach the model, by lm-eval's names. */
@Flat
record StyleKeys(
    @Key(value = "false", doc = "ask through the model's chat template") boolean applyChatTemplate,
    @Key(doc = "examples as turns of a conversation; true where a template is applied")
        Optional<Boolean> fewshotAsMultiturn,
    @Key(value = "''", doc = "said before everything, by the system where a template is applied")
        String systemInstruction) {
  StyleKeys {
    if (fewshotAsMultiturn.orElse(false) && !applyChatTemplate) {
      throw new IllegalArgumentException("fewshot_as_multiturn needs apply_chat_template");
    }
  }

  /**
   * Do some work with the style; a template is there for as long.
   *
   * @throws BadInput when one is wanted and the model has none
   */
  <T> T with(ModelKeys model, Function<Style, T> work) {
    if (!applyChatTemplate) {
      return work.apply(new Style(systemInstruction, Optional.empty()));
    }
    Style.Examples examples =
        fewshotAsMultiturn.orElse(true) ? Style.Examples.TURNS : Style.Examples.ONE_MESSAGE;
    try (Loaded loaded = Loaded.open(model)) {
      ChatTemplate template =
          ChatTemplate.of(loaded.checkpoint(), loaded.tokenizer())
              .orElseThrow(
                  () ->
                      BadInput.of("the model has no chat template")
                          .key("apply_chat_template")
                          .value(model.model())
                          .fix("ask without it, or add chat_template.jinja to the checkpoint"));
      return work.apply(
          new Style(systemInstruction, Optional.of(new Style.Chat(examples, text(template)))));
    }
  }

  private static ChatText text(ChatTemplate template) {
    return new ChatText() {
      @Override
      public String opened(Conversation conversation) {
        return template.render(conversation, AddPrompt.YES);
      }

      @Override
      public String whole(Conversation conversation) {
        return template.render(conversation, AddPrompt.NO);
      }
    };
  }
}
