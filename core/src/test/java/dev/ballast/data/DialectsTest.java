package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DialectsTest {
  @TempDir Path root;

  private <T extends Row> List<T> read(String name, String format, Class<T> type, String text)
      throws IOException {
    Files.writeString(root.resolve(name), text);
    return new Datasets(root).read(DatasetSpec.of(name, format), type).rows();
  }

  @Test
  void explicitPromptPair() throws IOException {
    PreferencePair pair =
        read(
                "p.jsonl",
                "trl",
                PreferencePair.class,
                """
                {"prompt":"Hi?","chosen":"Yes","rejected":"No","chosen_safe":true,"extra":1}
                """)
            .getFirst();
    assertThat(pair)
        .isEqualTo(
            new PreferencePair(
                "p-1",
                Conversation.user("Hi?"),
                "Yes",
                "No",
                Safety.SAFE,
                Safety.UNKNOWN,
                "",
                "p.jsonl"));
    assertThat(pair.labelled()).isFalse();
  }

  @Test
  void implicitPromptIsTheCommonPrefixOfMessages() throws IOException {
    PreferencePair pair =
        read(
                "p.jsonl",
                "trl",
                PreferencePair.class,
                """
                {"prompt":"Hi","chosen":[{"role":"user","content":"Hi"},{"role":"assistant","content":"a"}],"rejected":[{"role":"user","content":"Hi"},{"role":"assistant","content":"b"}]}
                """)
            .getFirst();
    assertThat(pair.prompt()).isEqualTo(Conversation.user("Hi"));
    assertThat(pair.chosen() + pair.rejected()).isEqualTo("ab");
  }

  @Test
  void implicitPromptOfStringsLeavesTheSpaceToTheAnswers() throws IOException {
    // TRL's own example: "The sky is" / " blue." / " green."
    PreferencePair pair =
        read(
                "p.jsonl",
                "trl",
                PreferencePair.class,
                """
                {"chosen":"The sky is blue.","rejected":"The sky is green."}
                """)
            .getFirst();
    assertThat(pair.promptText()).isEqualTo("The sky is");
    assertThat(List.of(pair.chosen(), pair.rejected())).containsExactly(" blue.", " green.");
  }

  @Test
  void messagesLearnTheLastAnswer() throws IOException {
    SftRow row =
        read(
                "m.jsonl",
                "trl",
                SftRow.class,
                """
                {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}],"kind":"safety"}
                """)
            .getFirst();
    assertThat(row.prompt().messages()).containsExactly(Message.system("s"), Message.user("u"));
    assertThat(row.completion()).isEqualTo("a");
    assertThat(row.kind()).isEqualTo(SftKind.SAFETY);
  }

  @Test
  void hhSplitsAtTheLastAnswerAndNamesWhatItLeavesOut() throws IOException {
    Files.writeString(
        root.resolve("hh.jsonl"),
        """
        {"chosen":"\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: good","rejected":"\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: bad"}
        {"chosen":"\\n\\nHuman: a\\n\\nAssistant: x","rejected":"\\n\\nHuman: other\\n\\nAssistant: y"}
        {"chosen":"\\n\\nHuman: a\\n\\nAssistant:","rejected":"\\n\\nHuman: a\\n\\nAssistant: y"}
        {"chosen":"\\n\\nHuman: a\\n\\nAssistant: b\\n\\nAssistant: x","rejected":"\\n\\nHuman: a\\n\\nAssistant: b\\n\\nAssistant: y"}
        """);
    Loaded<PreferencePair> loaded =
        new Datasets(root).read(DatasetSpec.of("hh.jsonl", "hh"), PreferencePair.class);
    assertThat(loaded.rows()).hasSize(1);
    assertThat(loaded.rows().getFirst().prompt().messages())
        .containsExactly(Message.user("a"), Message.assistant("b"), Message.user("c"));
    assertThat(loaded.rows().getFirst().chosen()).isEqualTo("good");
    assertThat(loaded.skipped())
        .extracting(Loaded.Skipped::row, Loaded.Skipped::why)
        .extracting(t -> t.toList().getFirst() + " " + t.toList().getLast())
        .containsExactly(
            "2 the dialogues differ before the last answer",
            "3 an answer is empty",
            "4 the turns do not alternate");
  }

  @Test
  void categoriesAreThePathOfKeys() throws IOException {
    assertThat(
            read(
                "c.json",
                "categories",
                PromptRow.class,
                """
                {"Plants": {"Trees:": ["Which tree?", "What tree?"]}, "Stones": ["Which stone?"]}
                """))
        .extracting(row -> row.category() + " = " + row.promptText())
        .containsExactly(
            "Plants/Trees = Which tree?", "Plants/Trees = What tree?", "Stones = Which stone?");
  }

  @Test
  void aJsonListOfPromptsAndAListOfInstructions() throws IOException {
    assertThat(read("l.json", "categories", PromptRow.class, "[\"a?\", \"b?\"]")).hasSize(2);
    assertThat(read("k.json", "trl", PromptRow.class, "[\"a?\", \"b?\"]"))
        .extracting(PromptRow::id)
        .containsExactly("k-1", "k-2");
    PromptRow row =
        read(
                "i.json",
                "alpaca",
                PromptRow.class,
                "[{\"instruction\": \"Name it\", \"input\": \"a cat\", \"category\": null}]")
            .getFirst();
    assertThat(row.promptText()).isEqualTo("Name it\na cat");
  }

  @Test
  void harmbenchPutsTheContextFirst() throws IOException {
    PromptRow row =
        read(
                "h.csv",
                "harmbench",
                PromptRow.class,
                """
                Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID
                "Do, it",contextual,kind,,"Line one
                line two",some_id
                """)
            .getFirst();
    assertThat(row.id()).isEqualTo("some_id");
    assertThat(row.category()).isEqualTo("kind");
    assertThat(row.promptText()).isEqualTo("Line one\nline two\n\n---\n\nDo, it");
  }

  @Test
  void arcHasNoHeader() throws IOException {
    ChoiceRow row =
        read("a.csv", "arc", ChoiceRow.class, "\"Q?\",\"w\",\"x\",\"y\",\"z\",\"C\"\n").getFirst();
    assertThat(row.choices()).containsExactly("w", "x", "y", "z");
    assertThat(row.answer()).isEqualTo(2);
  }

  @Test
  void gsm8kAcceptsWhatStandsAfterTheMark() throws IOException {
    TaskRow row =
        read(
                "g.jsonl",
                "gsm8k",
                TaskRow.class,
                "{\"question\":\"1+1?\",\"answer\":\"One and one.\\n#### 2\"}")
            .getFirst();
    assertThat(row.accepted()).containsExactly("2");
  }

  @Test
  void cocoNotPairsAreSafeOnBothSides() throws IOException {
    PreferencePair pair =
        read(
                "c.jsonl",
                "coconot",
                PreferencePair.class,
                "{\"id\":\"x\",\"category\":\"c\",\"subcategory\":\"s\",\"prompt\":\"p\","
                    + "\"chosen\":\"yes\",\"rejected\":\"no\"}")
            .getFirst();
    assertThat(pair.labelled()).isTrue();
    assertThat(pair.category()).isEqualTo("s");
  }

  @Test
  void pkuChoosesTheMoreHelpfulAndKeepsBothBits() throws IOException {
    PreferencePair pair =
        read(
                "p.jsonl",
                "pku_safe_rlhf",
                PreferencePair.class,
                "{\"prompt\":\"p\",\"response_0\":\"a\",\"response_1\":\"b\","
                    + "\"is_response_0_safe\":true,\"is_response_1_safe\":false,"
                    + "\"better_response_id\":1,\"safer_response_id\":0}")
            .getFirst();
    assertThat(pair.chosen()).isEqualTo("b");
    assertThat(pair.chosenSafe()).isEqualTo(Safety.UNSAFE);
    assertThat(pair.rejectedSafe()).isEqualTo(Safety.SAFE);
  }

  @Test
  void shareGptTurnsAndPairs() throws IOException {
    String turns = "\"conversations\":[{\"from\":\"human\",\"value\":\"u\"}";
    SftRow row =
        read(
                "s.jsonl",
                "sharegpt",
                SftRow.class,
                "{" + turns + ",{\"from\":\"gpt\",\"value\":\"a\"}],\"system\":\"s\"}")
            .getFirst();
    assertThat(row.prompt().messages()).containsExactly(Message.system("s"), Message.user("u"));
    assertThat(row.completion()).isEqualTo("a");
    PreferencePair pair =
        read(
                "p.jsonl",
                "sharegpt",
                PreferencePair.class,
                "{"
                    + turns
                    + "],\"chosen\":{\"from\":\"gpt\",\"value\":\"c\"},"
                    + "\"rejected\":{\"from\":\"gpt\",\"value\":\"r\"}}")
            .getFirst();
    assertThat(pair.chosen() + pair.rejected()).isEqualTo("cr");
  }

  @Test
  void rowsWrittenAreReadBackEqual() {
    List<Row> rows =
        List.of(
            new PreferencePair(
                "1", Conversation.user("p"), "c", "r", Safety.SAFE, Safety.UNSAFE, "k", "s"),
            new PreferencePair(
                "2", Conversation.user("p"), "c", "r", Safety.UNKNOWN, Safety.UNKNOWN, "", "s"));
    RowJson.write(root.resolve("w.jsonl"), rows);
    assertThat(
            new Datasets(root).read(DatasetSpec.of("w.jsonl", "trl"), PreferencePair.class).rows())
        .isEqualTo(rows);
    SftRow sft = new SftRow("3", Conversation.user("q"), "a", SftKind.BENIGN_LOOKALIKE, "s");
    RowJson.write(root.resolve("s.jsonl"), List.of(sft));
    assertThat(new Datasets(root).read(DatasetSpec.of("s.jsonl", "trl"), SftRow.class).rows())
        .containsExactly(sft);
    TaskRow task = new TaskRow("4", Conversation.user("1+1"), List.of("2", "two"), "sum", "s");
    RowJson.write(root.resolve("t.jsonl"), List.of(task));
    assertThat(new Datasets(root).read(DatasetSpec.of("t.jsonl", "trl"), TaskRow.class).rows())
        .containsExactly(task);
  }

  @Test
  void everyDialectIsFoundByItsName() {
    assertThat(Dialects.names()).doesNotHaveDuplicates().allSatisfy(Dialects::byName);
    assertThatThrownBy(() -> Dialects.byName("trll")).hasMessageContaining("use one of trl, hh");
  }
}
