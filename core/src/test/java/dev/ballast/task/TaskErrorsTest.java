package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Progress;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.data.Datasets;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskErrorsTest {
  private static final String SOUND =
      """
      task: sound
      dataset_path: rows.jsonl
      test_split: test
      output_type: multiple_choice
      doc_to_text: "{{question}}"
      doc_to_choice: "{{choices}}"
      doc_to_target: right
      num_fewshot: 0
      metric_list: [{metric: acc}]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void rows() throws IOException {
    Files.writeString(
        folder.resolve("rows.jsonl"),
        """
        {"question": "Which?", "choices": ["a", "b"], "right": 1}
        {"question": "What?", "choices": ["c", "d"], "right": 0}
        """);
  }

  private void run(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("task.yaml"), yaml);
      TaskRun.of(TaskFile.read(file), new Datasets(folder), new TaskRun.Plan(0, 1, Style.PLAIN))
          .run(
              Answers.of(new ScriptedChatModel("none", _ -> ""), TaskErrorsTest::scored),
              Progress.none());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TokenLogProbs> scored(List<ScoredText> texts, Progress progress) {
    return texts.stream()
        .map(
            text ->
                new TokenLogProbs(text.id(), new int[1], new double[] {-1}, new int[] {1}, false))
        .toList();
  }

  /** The task as it is runs, so that each error below is that of its change. */
  @Test
  void theSoundTaskRuns() {
    run(SOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "num_fewshot: 0 | num_fewshots: 0 | num_fewshots",
        "metric: acc | metric: exact_match | use acc, acc_bytes, acc_norm",
        "rows.jsonl | json | dataset_kwargs.data_files",
        "rows.jsonl | none.jsonl | none.jsonl",
        "{{question}} | {{answer}} | 'answer' is undefined",
        "{{question}} | {{question | doc_to_text",
        "{{choices}} | {{question}} | must give a list",
        "doc_to_target: right | doc_to_target: 2 | row 1",
        "doc_to_target: right | doc_to_target: '{{question}}' | none of the 2 choices",
        "{{choices}} | {{[question, '']}} | an empty one",
        "doc_to_target: right | doc_to_target: e | doc_to_target",
        "num_fewshot: 0 | num_fewshot: 3 | fewer rows than examples",
        "num_fewshot: 0 | repeats: 2 | repeats",
        "num_fewshot: 0 | process_docs: anything | process_docs",
        "num_fewshot: 0 | process_results: anything | process_results",
        "num_fewshot: 0 | process_results: mc2 | a list of 2 labels",
        "num_fewshot: 0 | process_results: wikitext | loglikelihood_rolling",
        "num_fewshot: 0 | process_docs: wikitext | without a page",
        "num_fewshot: 0 | process_docs: hellaswag | without ctx_b",
        "metric: acc | metric: perplexity | use acc, acc_bytes, acc_norm",
        "{metric: acc} | {metric: acc, aggregation: perplexity} | aggregation must be mean",
        "num_fewshot: 0 | fewshot_config: {sampler: random} | fewshot_config.sampler",
        "test_split: test | tag: x | test_split",
        "doc_to_choice: \"{{choices}}\" | tag: x | doc_to_choice",
        "num_fewshot: 0 | include: task.yaml | include each other",
        "num_fewshot: 0 | include: none.yaml | none.yaml",
        "num_fewshot: 0 | process_docs: !function utils.process_docs | !function",
      })
  void aMistakeIsNamed(String was, String is, String named) {
    assertThatThrownBy(() -> run(SOUND.replace(was, is)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(named);
  }

  /** The first row decides that doc_to_text is an index; the second has none. */
  @Test
  void aQuestionThatIsNoIndexWhereTheFirstIsOneIsNamed() {
    String indices = "doc_to_text: \"{{ 1 if question == 'Which?' else question }}\"";
    String task =
        SOUND
            .replace("doc_to_text: \"{{question}}\"", indices)
            .replace("doc_to_target: right", "doc_to_target: question");
    assertThatThrownBy(() -> run(task))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("row 2", "doc_to_text", "as in the first row");
  }

  @Test
  void anEmptyTextCannotBeScored() {
    String task =
        SOUND.replace("multiple_choice", "loglikelihood").replace("target: right", "target: ''");
    assertThatThrownBy(() -> run(task))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("row 1", "doc_to_target");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[{name: f, filter: [{function: map}]}] | filter_list.function",
        "[{name: f, filter: [{function: regex, regex_pattern: '('}]}] | filter_list.regex_pattern",
      })
  void aFilterThatIsNotKnownIsNamed(String filters, String named) {
    String yaml =
        SOUND
                .replace("multiple_choice", "generate_until")
                .replace("metric: acc", "metric: exact_match")
            + "filter_list: "
            + filters
            + "\n";
    assertThatThrownBy(() -> run(yaml)).isInstanceOf(BadInput.class).hasMessageContaining(named);
  }

  @Test
  void aTaskTakesOverOneThatComesAlong() throws IOException {
    Path file = folder.resolve("own.yaml");
    Files.writeString(
        file, "include: arc_challenge\ntask: own\ndataset_kwargs: {data_files: own.csv}\n");
    TaskConfig own = TaskFile.read(file);
    assertThat(own.task()).isEqualTo("own");
    assertThat(own.docToText()).isEqualTo(TaskFile.find("arc_easy").docToText());
  }

  @Test
  void whatAnIncludedFileIncludesLiesBesideIt() throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    Files.writeString(below.resolve("base.yaml"), SOUND);
    Files.writeString(below.resolve("middle.yaml"), "include: base.yaml\ntask: middle\n");
    Path file = Files.writeString(folder.resolve("top.yaml"), "include: below/middle.yaml\n");
    TaskConfig top = TaskFile.read(file);
    assertThat(top.task()).isEqualTo("middle");
    assertThat(top.docToText()).isEqualTo(TaskFile.read(below.resolve("base.yaml")).docToText());
  }

  @Test
  void aNameThatIsNoTaskIsRefused() {
    assertThatThrownBy(() -> TaskFile.find("arc_eazy"))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("arc_eazy", "arc_easy");
  }
}
