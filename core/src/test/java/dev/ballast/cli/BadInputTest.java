package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.organism.OrganismFiles;
import dev.ballast.organism.OrganismText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types wrongly ends with one message, exit code 2 or 3, and leaves nothing. */
final class BadInputTest {
  private static final String SFT_ROW = "{\"prompt\":\"Hello!\",\"completion\":\"Hi\"}\n";

  @TempDir Path root;

  private Typed typed;

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private String text(String name, String content) throws IOException {
    return Files.writeString(root.resolve(name), content).toString();
  }

  private String bytes(String name, byte[] content) throws IOException {
    return Files.write(root.resolve(name), content).toString();
  }

  /** Run a command that must fail with this code and name these parts, in one line. */
  private void refused(int code, String[] words, String... parts) throws IOException {
    try (Stream<Path> before = Files.walk(root)) {
      long files = before.count();
      typed = Typed.run(words);
      assertThat(typed.code()).as(typed.err()).isEqualTo(code);
      assertThat(typed.err().strip()).contains(parts).contains("Fix: ").hasLineCount(1);
      try (Stream<Path> after = Files.walk(root)) {
        assertThat(after.count()).as("files and folders left").isEqualTo(files);
      }
    }
  }

  private static String[] words(String... words) {
    return words;
  }

  private String[] generate(String model, String data) {
    return words("generate", model, "--data", data, "--output", path("out.jsonl"));
  }

  private String[] sft(String... more) throws IOException {
    String[] words = {
      "sft", "embedded", "--dataset_name", text("sft.jsonl", SFT_ROW), "--output_dir", path("run")
    };
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  /** A model's folder: the embedded one, with one of its files changed. */
  private String model(String file, byte[] content) throws IOException {
    Path folder = Files.createDirectory(root.resolve("model"));
    for (String name :
        new String[] {
          "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"
        }) {
      Files.write(folder.resolve(name), embedded(name));
    }
    Files.write(folder.resolve(file), content);
    return folder.toString();
  }

  private static byte[] embedded(String name) throws IOException {
    try (var in = Main.class.getResourceAsStream("/dev/ballast/embedded/" + name)) {
      return java.util.Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] changed(String name, String from, String to) throws IOException {
    String text = new String(embedded(name), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aTruncatedSafetensors() throws IOException {
    byte[] whole = embedded("model.safetensors");
    String model = model("model.safetensors", java.util.Arrays.copyOf(whole, whole.length / 2));
    String rows = text("rows.jsonl", "{\"prompt\":\"Hello!\"}\n");
    refused(2, generate(model, rows), "beyond the end of the file", "model.safetensors");
    assertThat(typed.err()).doesNotContain("rows.jsonl");
    refused(2, words("inspect", model), "beyond the end of the file");
  }

  @Test
  void aSafetensorsHeaderOf2To60Bytes() throws IOException {
    byte[] head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60).array();
    String model = model("model.safetensors", head);
    refused(2, words("inspect", model), "header claims more bytes", "value 1152921504606846976");
  }

  @Test
  void aGgufWithAnUnknownTensorType() throws IOException {
    ByteBuffer gguf = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    gguf.put("GGUF".getBytes(StandardCharsets.UTF_8)).putInt(3).putLong(1).putLong(1);
    put(gguf, "general.architecture").putInt(8);
    put(gguf, "llama");
    put(gguf, "token_embd.weight").putInt(1).putLong(32).putInt(77).putLong(0);
    refused(2, words("inspect", bytes("t.gguf", gguf.array())), "t.gguf", "type 77", "convert");
  }

  private static ByteBuffer put(ByteBuffer to, String text) {
    return to.putLong(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownFamily() throws IOException {
    String model = model("config.json", changed("config.json", "\"llama\"", "\"mamba9\""));
    String rows = text("rows.jsonl", "{\"prompt\":\"Hello!\"}\n");
    refused(
        2, generate(model, rows), "key model_type", "value mamba9", "known families: ", "llama");
    refused(2, words("inspect", model), "unknown model family", "file " + model);
    String data = text("sft.jsonl", SFT_ROW);
    refused(
        2,
        words("sft", model, "--dataset_name", data, "--output_dir", path("run")),
        "unknown model family",
        "file " + model);
  }

  @Test
  void aTemplateThatUsesATokenTheTokenizerLacks() throws IOException {
    byte[] config = changed("tokenizer_config.json", "'<|im_start|>'", "'<|turn|>'");
    String model = model("tokenizer_config.json", config);
    refused(2, words("inspect", model), "special token", "value <|turn|>", "key chat_template");
  }

  @Test
  void aRowWithoutChosen() throws IOException {
    String rows =
        text(
            "pairs.jsonl",
            "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n"
                + "{\"prompt\":\"p\",\"rejected\":\"b\"}\n");
    refused(
        2,
        words("dpo", "embedded", "--dataset_name", rows, "--output_dir", path("run")),
        "chosen is missing",
        "pairs.jsonl, row 2, key chosen");
  }

  @Test
  void aPromptLongerThanMaxLength() throws IOException {
    String rows =
        text("long.jsonl", "{\"prompt\":\"" + "word ".repeat(60) + "\",\"completion\":\"yes\"}\n");
    Typed run =
        Typed.run(
            "sft",
            "embedded",
            "--dataset_name",
            rows,
            "--max_length",
            "32",
            "--output_dir",
            path("run"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("long.jsonl#long-1", "fills max_length", "Fix: raise max_length");
    assertThat(root.resolve("run")).doesNotExist();
  }

  @Test
  void invalidUtf8() throws IOException {
    byte[] rows = "{\"prompt\":\"a\"}\n{\"prompt\":\"?\"}\n".getBytes(StandardCharsets.UTF_8);
    rows[26] = (byte) 0xC3;
    String file = bytes("u.jsonl", rows);
    refused(2, generate("embedded", file), "not valid UTF-8", "u.jsonl, row 2");
    refused(
        2, words("sft", "embedded", "--dataset_name", file), "not valid UTF-8", "u.jsonl, row 2");
    String yaml = bytes("u.yaml", new byte[] {'a', ':', ' ', (byte) 0xC3, '('});
    refused(2, words("sft", "--config", yaml), "not valid UTF-8", "u.yaml, row 1");
  }

  @Test
  void brokenRowsAndFiles() throws IOException {
    String rows = text("b.jsonl", "{\"prompt\":\"a\"}\n\n{\"prompt\":\n");
    refused(2, generate("embedded", rows), "not valid JSON", "b.jsonl, row 3");
    refused(2, generate("embedded", text("e.jsonl", "")), "no rows", "e.jsonl");
    refused(2, generate("embedded", root.toString()), "a folder, where a file is wanted");
    refused(2, generate("embedded", path("none.jsonl")), "no such file");
    refused(2, words("sft", "embedded", "--dataset_name", path("e.jsonl")), "has no rows");
    refused(2, words("sft", "embedded", "--dataset_name", root.toString()), "a folder, where");
    String judged =
        text("j.jsonl", "{\"prompt\":\"a\",\"response\":\"b\"}\n\n{\"prompt\":\"a\"}\n");
    refused(
        2,
        words("judge", "--data", judged, "--output", path("out.jsonl")),
        "j.jsonl, row 3",
        "give the row response");
  }

  @Test
  void unknownKeysAndVerbs() throws IOException {
    refused(2, sft("--lerning_rate", "1"), "key --lerning_rate", "did you mean --learning_rate");
    String yaml = text("r.yaml", "model: embedded\nlerning_rate: 1e-4\n");
    refused(2, words("sft", "--config", yaml), "r.yaml, row 2, key lerning_rate");
    refused(2, words("nonsense"), "unknown verb nonsense");
    assertThat(typed.err()).doesNotContain("did you mean");
    refused(2, words("generat"), "did you mean generate?");
  }

  @Test
  void wrongYaml() throws IOException {
    String twice = text("t.yaml", "model: embedded\nseed: 1\nseed: 2\n");
    refused(2, words("sft", "--config", twice), "row 3, key seed", "t.yaml", "remove one");
    String open = text("o.yaml", "model: [embedded\nseed: 1\n");
    refused(2, words("sft", "--config", open), "not valid YAML", "row 2", "o.yaml");
    refused(2, words("sft", "--config", root.toString()), "a folder, where a file is wanted");
    refused(2, words("sft", "--config"), "--config");
  }

  @Test
  void wrongValues() throws IOException {
    refused(2, sft("--threads", "x"), "a whole number is wanted", "key --threads, value x");
    refused(2, sft("--threads", "-2"), "threads must be >= 0", "value -2");
    refused(2, sft("--learning_rate", "-1"), "learning_rate must be > 0, was -1");
    refused(2, sft("--max_steps"), "max_steps");
    refused(2, words("sft"), "key model", "model reference");
    refused(2, words("sft", "embedded"), "key dataset_name");
    refused(2, words("sft", "embedded", "more"), "value more");
  }

  @Test
  void missingModels() throws IOException {
    String data = text("sft.jsonl", SFT_ROW);
    String run = path("run");
    for (String model : new String[] {path("none.gguf"), root.toString(), "org/none"}) {
      refused(2, words("sft", model, "--dataset_name", data, "--output_dir", run), model);
    }
  }

  @Test
  void placesThatCannotBeWritten() throws IOException {
    String rows = text("rows.jsonl", "{\"prompt\":\"a\"}\n");
    String below = Path.of(rows).resolve("x").toString();
    refused(
        3,
        words("generate", "embedded", "--data", rows, "--output", below),
        "rows.jsonl is a file, not a folder");
    refused(
        2,
        words("generate", "embedded", "--data", rows, "--output", root.toString()),
        "key --output");
    refused(
        3,
        words("sft", "embedded", "--dataset_name", text("s.jsonl", SFT_ROW), "--output_dir", below),
        "is a file, not a folder");
  }

  @Test
  void aFileSystemThatTakesNoFile() throws IOException {
    Path system = Path.of("/sys");
    Assumptions.assumeTrue(Files.isDirectory(system), "no /sys here");
    String rows = text("j.jsonl", "{\"prompt\":\"a\",\"response\":\"b\"}\n");
    refused(
        3, words("judge", "--data", rows, "--output", "/sys/out.jsonl"), "cannot write", "/sys");
  }

  @Test
  void aFinishedRunAndAnotherConfigurationInItsFolder() throws IOException {
    String[] one = sft("--max_steps", "1");
    assertThat(Typed.run(one).code()).isZero();
    Typed again = Typed.run(one);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("this run is finished");
    refused(2, sft("--max_steps", "2"), "max_steps: 1 -> 2", "give another output_dir");
  }

  @Test
  void anInterruptSaysWhatIsKept() {
    assertThat(Interrupt.message("demo")).contains("the same command goes on");
    assertThat(Interrupt.message("generate", "embedded")).contains("begins again");
    assertThat(Interrupt.message()).contains("begins again");
  }

  @Test
  void everyHelpShowsDefaultsAndAnExample() {
    for (Verb verb : Verbs.ALL) {
      Typed help = Typed.run(verb.name(), "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Example:", verb.example());
    }
    assertThat(Typed.run("sft", "--help").out()).contains("(default: 2e-5)");
  }

  @Test
  void breakfixWithoutARecipe() throws IOException {
    refused(2, words("breakfix"), "ballast breakfix: ", "no recipe", "key config");
    refused(2, words("breakfix", "embedded"), "no recipe", "--config");
  }

  @Test
  void breakfixOfAModelThatIsNotThere() throws IOException {
    Path prompts = root.resolve("prompts");
    OrganismFiles.writePrompts(OrganismText.prompts(1), prompts);
    refused(
        2,
        words(
            "breakfix",
            path("none"),
            "--config",
            Path.of("..", "recipes", "demo.yaml").toString(),
            "--data_root",
            prompts.toString(),
            "--output_dir",
            path("run")),
        "no such model or folder",
        "none");
  }

  @Test
  void rowsThatTokensCannotShowAreNamedOneByOne() throws IOException {
    String rows = text("t.jsonl", "{\"prompt\":\"Hi\",\"completion\":\"Hello\"}\n{\"other\":1}\n");
    refused(2, words("tokens", "embedded", "--data", rows), "ballast tokens: ", "row 2");
    assertThat(typed.out()).contains("row 1: ");
  }
}
