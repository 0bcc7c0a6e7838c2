package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tasks of every output_type on the embedded model. */
class EvalVerbTest {
  @TempDir private Path folder;

  @BeforeEach
  void tasks() throws IOException {
    StringBuilder rows = new StringBuilder();
    StringBuilder pages = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      rows.append("{\"q\": \"What is ")
          .append(i)
          .append(" plus 2?\", \"all\": [\"" + (i + 2) + "\", \"" + i + "\"], \"right\": 0}\n");
      pages.append("{\"page\": \" = Rain ").append(i).append(" = \\n It rains , it pours . \"}\n");
    }
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    Files.writeString(folder.resolve("pages.jsonl"), pages);
    String shared = "dataset_path: rows.jsonl\ntest_split: test\ndoc_to_text: \"{{q}}\"\n";
    Files.writeString(
        folder.resolve("choices.yaml"),
        shared
            + "task: choices\noutput_type: multiple_choice\ndoc_to_choice: all\n"
            + "doc_to_target: right\nnum_fewshot: 1\n");
    Files.writeString(
        folder.resolve("told.yaml"),
        shared
            + "task: told\noutput_type: generate_until\ndoc_to_target: \"{{all[0]}}\"\n"
            + "generation_kwargs: {until: [\"\\n\"], max_gen_toks: 4}\n");
    Files.writeString(
        folder.resolve("words.yaml"),
        shared + "task: words\noutput_type: loglikelihood\ndoc_to_target: \"{{' ' + all[0]}}\"\n");
    Files.writeString(
        folder.resolve("pages.yaml"),
        "include: words.yaml\n"
            + "task: pages\ndataset_path: pages.jsonl\noutput_type: loglikelihood_rolling\n"
            + "process_docs: wikitext\nprocess_results: wikitext\ndoc_to_text: \"\"\n"
            + "doc_to_target: \"{{text}}\"\n");
  }

  private Typed eval(String out, String suite, String... more) {
    List<String> paths =
        Arrays.stream(suite.split(",")).map(name -> folder + "/" + name + ".yaml").toList();
    List<String> words = new ArrayList<>(List.of("eval", "embedded"));
    words.addAll(List.of("--suite", String.join(",", paths), "--data_root", folder.toString()));
    words.addAll(List.of("--output_dir", folder.resolve(out).toString(), "--json"));
    words.addAll(List.of(more));
    return Typed.run(words.toArray(String[]::new));
  }

  private static JsonNode measured(Typed typed) {
    assertThat(typed.code()).as(typed.err()).isZero();
    return Json.tree(typed.out());
  }

  @Test
  void aSecondRunComputesOnlyWhatIsNew() {
    JsonNode few = measured(eval("a", "choices,told", "--limit", "2"));
    assertThat(few.path("choices").get(0).path("n").asInt()).isEqualTo(2);
    Typed more = eval("a", "choices,told,words,pages");
    JsonNode all = measured(more);
    assertThat(more.err()).contains("6 answers were in output_dir already");
    assertThat(all.path("pages")).hasSize(3);
    assertThat(all.path("pages").get(1).path("value").asDouble()).isGreaterThan(1);
    Typed again = eval("a", "choices,told,words,pages");
    assertThat(again.err()).contains("30 answers were in output_dir already");
    JsonNode alone = measured(eval("b", "choices,told,words,pages"));
    for (String task : List.of("choices", "told", "words", "pages")) {
      assertThat(measured(again).path(task)).isEqualTo(all.path(task));
      assertThat(alone.path(task)).isEqualTo(all.path(task));
    }
  }

  @Test
  void questionsGoThroughTheChatTemplateWhereThatIsAskedFor() throws IOException {
    JsonNode found =
        measured(
            eval(
                "c",
                "choices",
                "--apply_chat_template",
                "true",
                "--system_instruction",
                "Be brief.",
                "--limit",
                "1"));
    Path samples = Path.of(found.path("files").get(1).asString());
    JsonNode first = Json.tree(Files.readAllLines(samples).getFirst());
    JsonNode asked = first.path("arguments").path("gen_args_0");
    assertThat(asked.path("arg_0").asString()).contains("Be brief.", "What is 0 plus 2?");
    assertThat(asked.path("arg_0").asString().split("plus 2", -1)).hasSize(3);
    assertThat(asked.path("arg_1").asString()).isEqualTo("2");
    assertThat(measured(eval("c", "choices", "--limit", "1")).path("choices")).hasSize(2);
    assertThat(eval("d", "choices", "--fewshot_as_multiturn", "true").err())
        .contains("fewshot_as_multiturn needs apply_chat_template");
    assertThat(files("d")).isEmpty();
  }

  private List<Path> files(String out) {
    if (!Files.exists(folder.resolve(out))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aModelThatIsNotThereLeavesNothingBehind(@TempDir Path empty) {
    Path out = empty.resolve("out");
    Typed typed =
        Typed.run(
            "eval", "no-such-model", "--suite", "look_alikes", "--output_dir", out.toString());
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("no-such-model");
    assertThat(out).doesNotExist();
  }
}
