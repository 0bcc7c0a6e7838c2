package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ballast.config.Config;
import dev.ballast.config.Yaml;
import dev.ballast.json.BadInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BadRowsTest {
  @TempDir Path root;

  private String error(String name, String format, Class<? extends Row> type, byte[] content)
      throws IOException {
    Files.write(root.resolve(name), content);
    return message(() -> new Datasets(root).read(DatasetSpec.of(name, format), type));
  }

  private static String message(ThrowingCallable call) {
    return String.valueOf(catchThrowableOfType(BadInput.class, call).getMessage());
  }

  private String pairs(String text) throws IOException {
    return error("p.jsonl", "trl", PreferencePair.class, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRowWithoutChosen() throws IOException {
    assertThat(
            pairs(
                """
                {"prompt":"p","chosen":"a","rejected":"b"}

                {"prompt":"p","rejected":"b"}
                """))
        .contains("chosen is missing", "p.jsonl", "row 3", "key chosen", "prompt, rejected")
        .contains("Fix: add it, or say which column holds it");
    assertThat(pairs("{\"prompt\":\"p\"}")).contains("chosen is missing", "row 1");
  }

  @Test
  void invalidUtf8IsNamedByRow() throws IOException {
    byte[] text = "{\"prompt\":\"a\"}\n{\"prompt\":\"?\"}\n".getBytes(StandardCharsets.UTF_8);
    text[26] = (byte) 0xC3;
    assertThat(error("u.jsonl", "trl", PromptRow.class, text))
        .contains("not valid UTF-8 at byte 26", "row 2", "save the file as UTF-8");
  }

  @Test
  void aFileCutWithinACharacterIsNotUtf8() throws IOException {
    byte[] text = {'a', '\n', (byte) 0xE2, (byte) 0x82};
    assertThat(error("u.txt", "lines", PromptRow.class, text)).contains("not valid UTF-8", "row 2");
  }

  @Test
  void brokenJsonNamesItsRow() throws IOException {
    assertThat(pairs("{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n{\"prompt\":"))
        .contains("not valid JSON", "row 2");
  }

  @Test
  void wrongTypesNameTheirKey() throws IOException {
    assertThat(pairs("{\"prompt\":\"p\",\"chosen\":{},\"rejected\":\"b\"}"))
        .contains("chosen must be a string", "key chosen");
    assertThat(pairs("{\"prompt\":\"  \",\"chosen\":\"a\",\"rejected\":\"b\"}"))
        .contains("prompt is empty");
    assertThat(pairs("{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\",\"chosen_safe\":2}"))
        .contains("chosen_safe must be true or false", "value 2");
    assertThat(
            pairs(
                "{\"prompt\":[{\"role\":\"bot\",\"content\":\"x\"}],\"chosen\":\"a\",\"rejected\":\"b\"}"))
        .contains("role must be one of");
    assertThat(pairs("{\"prompt\":[{\"role\":\"user\"}],\"chosen\":\"a\",\"rejected\":\"b\"}"))
        .contains("a message needs role and content");
  }

  @Test
  void sameIdTwice() throws IOException {
    assertThat(
            pairs(
                """
                {"id":"x","prompt":"p","chosen":"a","rejected":"b"}
                {"id":"x","prompt":"q","chosen":"a","rejected":"b"}
                """))
        .contains("id is used twice", "row 2", "value x");
  }

  @Test
  void aColumnThatIsNamedWrongly() throws IOException {
    assertThat(
            error(
                "h.csv",
                "harmbench",
                PromptRow.class,
                "behaviour,x\na,b\n".getBytes(StandardCharsets.UTF_8)))
        .contains("Behavior is missing", "row 2", "behaviour, x");
    assertThat(
            error(
                "h.csv",
                "harmbench",
                PromptRow.class,
                "Behavior,x\na\n".getBytes(StandardCharsets.UTF_8)))
        .contains("1 cells under 2 columns", "row 2");
  }

  @Test
  void columnsMayBeNamedByTheRecipe() throws IOException {
    Files.writeString(root.resolve("q.csv"), "text,kind\nHow?,a\n");
    DatasetSpec spec =
        Config.decode(
                DatasetSpec.class,
                Yaml.tree("{path: q.csv, columns: {prompt: text, category: kind}}"),
                "recipe")
            .value();
    PromptRow row = new Datasets(root).read(spec, PromptRow.class).rows().getFirst();
    assertThat(row.promptText() + row.category()).isEqualTo("How?a");
  }

  @Test
  void missingFilesAndUnknownHubIds() {
    assertThat(missing("no/such.jsonl")).contains("no such file", "data_root");
    assertThat(missing("Org/name"))
        .contains("neither a file below data_root nor", "key path")
        .contains("ballast pull Org/name --repo_type dataset");
  }

  private String missing(String path) {
    return message(() -> new Datasets(root).read(DatasetSpec.of(path, "trl"), PromptRow.class));
  }

  @Test
  void hubIdsAreReadFromTheLocalCache() throws IOException {
    Path snapshot = root.resolve("hub/datasets--Org--name/snapshots/abc");
    Files.createDirectories(snapshot);
    Files.writeString(snapshot.resolve("rows.jsonl"), "{\"prompt\":\"p\"}\n");
    Files.writeString(snapshot.resolveSibling(".stray"), "no snapshot");
    DatasetSpec spec =
        Config.decode(
                DatasetSpec.class, Yaml.tree("{path: Org/name, data_file: rows.jsonl}"), "recipe")
            .value();
    Datasets datasets = new Datasets(root, Optional.empty(), Optional.of(root.resolve("hub")));
    assertThat(datasets.read(spec, PromptRow.class).rows()).hasSize(1);
    assertThat(datasets.find(spec)).contains(snapshot.resolve("rows.jsonl"));
    Files.createDirectories(root.resolve("hub/datasets--Org--name/refs"));
    Files.writeString(root.resolve("hub/datasets--Org--name/refs/main"), "def");
    Path main = Files.createDirectories(snapshot.resolveSibling("def"));
    Files.writeString(main.resolve("rows.jsonl"), "{\"prompt\":\"p\"}\n{\"prompt\":\"q\"}\n");
    assertThat(datasets.read(spec, PromptRow.class).rows()).hasSize(2);
  }

  @Test
  void aPathWithADotIsBesideTheRecipe() throws IOException {
    Path recipes = Files.createDirectories(root.resolve("recipes"));
    Files.writeString(recipes.resolve("own.jsonl"), "{\"prompt\":\"p\"}\n");
    Datasets datasets = new Datasets(root.resolve("data")).namedBy(recipes.resolve("r.yaml"));
    DatasetSpec spec = DatasetSpec.of("./own.jsonl", "trl");
    assertThat(datasets.read(spec, PromptRow.class).rows())
        .extracting(PromptRow::source)
        .containsExactly("./own.jsonl");
    assertThat(message(() -> datasets.read(DatasetSpec.of("own.jsonl", "trl"), PromptRow.class)))
        .contains("data/own.jsonl", "./FILE for one beside the recipe");
  }

  @Test
  void gzipIsReadAndADamagedOneIsNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"prompt\":\"p\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(root.resolve("z.jsonl.gz"), packed.toByteArray());
    assertThat(new Datasets(root).read(DatasetSpec.of("z.jsonl.gz", "trl"), PromptRow.class).rows())
        .extracting(PromptRow::id)
        .containsExactly("z-1");
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    assertThat(error("h.jsonl.gz", "trl", PromptRow.class, half)).contains("not a complete gzip");
  }
}
