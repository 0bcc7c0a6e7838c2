package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tokenizer.ChatTemplate.AddPrompt;
import dev.ballast.tokenizer.PromptEncoder.Ending;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
  private static final String TURNS =
      """
      {% for m in messages %}
      {{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}
      {%- endfor %}
      {% if add_generation_prompt %}
      {{ '<|im_start|>assistant\\n' }}
      {%- endif %}
      """;

  private final Tokenizer tiny = TinyTokenizer.open();
  private final PromptEncoder encoder = PromptEncoder.chat(tiny, parse(TURNS));

  @AfterEach
  void close() {
    tiny.close();
  }

  private ChatTemplate parse(String source) {
    return ChatTemplate.parse(source, tiny, Clock.systemUTC());
  }

  @Test
  void rendersTheConversation() {
    Conversation conversation = new Conversation(List.of(Message.system("s"), Message.user("u")));
    assertThat(parse(TURNS).render(conversation, AddPrompt.YES))
        .isEqualTo(
            "<|im_start|>system\n"
                + "s<|im_end|>\n"
                + "<|im_start|>user\n"
                + "u<|im_end|>\n"
                + "<|im_start|>assistant\n");
    assertThat(parse(TURNS).render(conversation, AddPrompt.NO)).endsWith("u<|im_end|>\n");
    assertThat(parse(TURNS).sha256()).hasSize(64).isNotEqualTo(parse(TURNS + " ").sha256());
  }

  @Test
  void theCompletionEndsWithTheTurn() {
    Prompt prompt = Prompt.user("hello");
    Encoded encoded = encoder.encodeCompletion(prompt, Message.assistant("hello world"));
    assertThat(Arrays.copyOf(encoded.tokenIds(), encoded.promptLength()))
        .isEqualTo(encoder.encode(prompt));
    int[] completion =
        Arrays.copyOfRange(encoded.tokenIds(), encoded.promptLength(), encoded.tokenIds().length);
    assertThat(tiny.decodeWithSpecials(completion)).isEqualTo("hello world<|im_end|>");
    assertThat(encoded.completionLength()).isEqualTo(completion.length);
  }

  @Test
  void anOpeningFollowsThePromptAndNothingEndsIt() {
    Prompt prompt = Prompt.user("u");
    Encoded encoded = encoder.encodeOpening(prompt, "hello w");
    assertThat(Arrays.copyOf(encoded.tokenIds(), encoded.promptLength()))
        .isEqualTo(encoder.encode(prompt));
    assertThat(tiny.decodeWithSpecials(encoded.tokenIds())).endsWith("assistant\nhello w");
  }

  @Test
  void anOpeningThatWouldShareATokenWithThePromptHasTokensOfItsOwn() {
    Prompt prompt = Prompt.user("u");
    Encoded encoded = encoder.encodeOpening(prompt, "\n\nhello");
    int[] start = encoder.encode(prompt);
    int[] text = tiny.encode("\n\nhello");
    assertThat(encoded.promptLength()).isEqualTo(start.length);
    assertThat(encoded.tokenIds()).startsWith(start).endsWith(text);
    assertThat(encoded.completionLength()).isEqualTo(text.length);
    Encoded raw = encoder.encodeOpening(new Prompt.Raw("hel"), "lo");
    assertThat(raw.promptLength()).isEqualTo(encoder.encode(new Prompt.Raw("hel")).length);
    assertThat(raw.completionLength()).isEqualTo(tiny.encode("lo").length);
  }

  @Test
  void theWholeTemplateHasTheNewlineToo() {
    Encoded encoded =
        encoder.encodeCompletion(
            Prompt.user("u"), Message.assistant("a <|im_end|> b"), Ending.WHOLE_TEMPLATE);
    assertThat(tiny.decodeWithSpecials(encoded.tokenIds())).endsWith("b<|im_end|>\n");
    Encoded turn = encoder.encodeCompletion(Prompt.user("u"), Message.assistant("a <|im_end|> b"));
    assertThat(tiny.decodeWithSpecials(turn.tokenIds())).endsWith("a <|im_end|> b<|im_end|>");
  }

  @Test
  void rawTextGetsTheEndToken() {
    Encoded encoded =
        encoder.encodeCompletion(new Prompt.Raw("hello"), Message.assistant(" world"));
    assertThat(tiny.decodeWithSpecials(encoded.tokenIds())).isEqualTo("hello world<|im_end|>");
    assertThat(encoded.promptLength()).isEqualTo(1);
  }

  @Test
  void aBoundaryThatMovesIsAnError() {
    assertThatThrownBy(
            () -> encoder.encodeCompletion(new Prompt.Raw("he"), Message.assistant("llo")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("boundary")
        .hasMessageContaining("token 0");
    PromptEncoder rewriting =
        PromptEncoder.chat(
            tiny,
            parse(
                "{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt"
                    + " %}!{% endif %}"));
    assertThatThrownBy(() -> rewriting.encodeCompletion(Prompt.user("u"), Message.assistant("a")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("chat_template");
  }

  @Test
  void aTokenThatTheTokenizerLacksIsNamed() {
    assertThatThrownBy(() -> parse("{% for m in messages %}<|turn|>{{ m.content }}{% endfor %}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("<|turn|>");
    assertThatThrownBy(() -> parse("{{ unk_token }}{{ messages[0].content }}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("unk_token");
    assertThat(
            parse("{% for m in messages %}<|turn|>{{ m.content }}{{ eos_token }}{% endfor %}")
                .render(Conversation.user("u"), AddPrompt.YES))
        .as("plain-text markers beside eos_token, as Zephyr writes them")
        .isEqualTo("<|turn|>u<|im_end|>");
  }

  @Test
  void badTemplatesAndMissingOnesAreBadInput() {
    assertThatThrownBy(() -> parse("\n{% frobnicate %}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("frobnicate");
    assertThatThrownBy(() -> PromptEncoder.raw(tiny).encode(Prompt.user("u")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no chat template");
    assertThatThrownBy(() -> encoder.encodeCompletion(Prompt.user("u"), Message.user("v")))
        .isInstanceOf(BadInput.class);
    PromptEncoder strict =
        PromptEncoder.chat(
            tiny,
            parse("{{ raise_exception('no system') if messages[0].role == 'system' else '' }}"));
    Prompt system = new Prompt.Chat(new Conversation(List.of(Message.system("s"))));
    assertThatThrownBy(() -> strict.encode(system)).hasMessageContaining("no system");
  }

  @Test
  void aTokenizerWithoutAnEndAddsNone() {
    String json = GgufTokenizer.files(TinyTokenizer.vocabulary("smollm")).tokenizer();
    try (Tokenizer endless = Tokenizer.fromJson(json, Json.treeOf(Map.of()))) {
      Encoded encoded =
          PromptEncoder.raw(endless).encodeCompletion(new Prompt.Raw("a"), Message.assistant("b"));
      assertThat(encoded.tokenIds()).hasSize(2);
      assertThat(endless.endTokens()).isEmpty();
    }
  }
}
