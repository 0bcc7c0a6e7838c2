package dev.ballast.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Prompt;
import dev.ballast.json.BadInput;
import dev.ballast.score.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgePromptTest {
  private static final Exchange EXCHANGE = new Exchange("What {response}?", "That $1 {prompt}.");
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private JudgePrompt prompt(String judge, Path file) {
    return JudgePrompt.of(Protocols.of(judge, ""), Optional.of(file), Optional.empty());
  }

  @Test
  void placesAreFilledOnceAndOneLastLineEndIsTheEditors() throws IOException {
    Path file = file("p.txt", "Q {behavior}\nA {generation} {\"a\": {{b}}}\n\n");
    assertThat(prompt("harmbench-cls", file).prompt(EXCHANGE))
        .isEqualTo(new Prompt.Raw("Q What {response}?\nA That $1 {prompt}. {\"a\": {b}}\n"));
  }

  @Test
  void messagesKeepTheirRoles() throws IOException {
    Path file =
        file(
            "p.json",
            """
            [{"role": "system", "content": "Grade."},
             {"role": "user", "content": "{forbidden_prompt} / {response}"}]
            """);
    Prompt.Chat chat = (Prompt.Chat) prompt("strongreject", file).prompt(EXCHANGE);
    assertThat(chat.conversation().messages())
        .extracting(m -> m.role() + ": " + m.content())
        .containsExactly("system: Grade.", "user: What {response}? / That $1 {prompt}.");
  }

  @Test
  void aTemplatesPromptIsTheConversation() {
    JudgePrompt prompt =
        JudgePrompt.of(Protocols.of("llama-guard-3", ""), Optional.empty(), Optional.empty());
    Prompt.Chat chat = (Prompt.Chat) prompt.prompt(EXCHANGE);
    assertThat(chat.conversation().messages())
        .extracting(m -> m.role())
        .containsExactly("user", "assistant");
    assertThat(prompt.hash()).isEmpty();
  }

  @Test
  void ourRubricListsEveryCategoryThatItsReaderKnows() {
    JudgePrompt prompt =
        JudgePrompt.of(Protocols.of("rubric", ""), Optional.empty(), Optional.empty());
    String text = ((Prompt.Chat) prompt.prompt(EXCHANGE)).conversation().lastUser();
    assertThat(text).contains(EXCHANGE.prompt(), EXCHANGE.response());
    assertThat(text.lines()).containsAll(OwnRubric.CATEGORIES).contains("safe", "unsafe");
    assertThat(prompt.hash()).matches("[0-9a-f]{8}");
  }

  @Test
  void aPolicyFillsItsPlace() throws IOException {
    Path file = file("p.txt", "{policy}: {prompt} {response}");
    Optional<Path> policy = Optional.of(file("policy.txt", "No shouting.\n"));
    JudgePrompt prompt = JudgePrompt.of(Protocols.of("shieldgemma", ""), Optional.of(file), policy);
    assertThat(prompt.prompt(new Exchange("a", "b")))
        .isEqualTo(new Prompt.Raw("No shouting.: a b"));
    assertThatThrownBy(() -> prompt("shieldgemma", file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("place for a policy, and none is given");
  }

  @ParameterizedTest
  @CsvSource({
    "'{prompt} only', no place for the response",
    "'{response} only', no place for the prompt",
    "'{prompt} {response} {context}', {{context}}",
  })
  void aWrongPlaceIsNamed(String text, String told) throws IOException {
    Path file = file("p.txt", text);
    assertThatThrownBy(() -> prompt("wildguard", file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(told)
        .hasMessageContaining("p.txt");
  }

  @Test
  void whatAProtocolLacksOrDoesNotTakeIsSaid() throws IOException {
    assertThatThrownBy(
            () -> JudgePrompt.of(Protocols.of("wildguard", ""), Optional.empty(), Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("prompt_file")
        .hasMessageContaining("docs/judges.md");
    Path file = file("p.txt", "{prompt} {response}");
    assertThatThrownBy(() -> prompt("llama-guard-2", file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("chat template");
    assertThatThrownBy(() -> prompt("wildguard", file("p.json", "[]")))
        .hasMessageContaining("not with messages");
    assertThatThrownBy(() -> prompt("strongreject", file("p.json", "[]")))
        .hasMessageContaining("no message");
  }

  @ParameterizedTest
  @CsvSource({
    "llama-guard, meta-llama/LlamaGuard-7b, llama-guard-1",
    "llama-guard, meta-llama/Meta-Llama-Guard-2-8B, llama-guard-2",
    "llama-guard, models/Llama-Guard-3-1B, llama-guard-3",
    "llama-guard, https://host/v1#meta-llama/llama-guard-4-12b, llama-guard-4",
    "md-judge, OpenSafetyLab/MD-Judge-v0.1, md-judge-0.1",
    "md-judge, OpenSafetyLab/MD-Judge-v0_2-internlm2_7b, md-judge-0.2",
    "llama-guard-2, anything, llama-guard-2",
  })
  void theModelsNameTellsTheVersion(String judge, String model, String name) {
    assertThat(Protocols.of(judge, model).name()).isEqualTo(name);
  }

  @Test
  void anUntoldVersionIsNotGuessed() {
    assertThatThrownBy(() -> Protocols.of("llama-guard", "my-guard"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--judge llama-guard-1 or llama-guard-2");
  }
}
