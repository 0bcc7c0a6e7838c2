package dev.ballast.cli;

import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** This program in a process of its own, where start and peak memory are to be its own, too. */
final class OwnProcess {
  private OwnProcess() {}

  /** Run a command with {@code --json} and return its document; stderr goes where ours does. */
  static JsonNode json(List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.add("--json");
    return Json.tree(output(command));
  }

  /** Return the seconds from a command's start to its end, which is a model's first token. */
  static double secondsToFirstToken(String model) {
    try {
      Path folder = Files.createTempDirectory("ballast-start");
      Path rows = folder.resolve("rows.jsonl");
      Path out = folder.resolve("out.jsonl");
      try {
        Files.writeString(rows, "{\"prompt\":\"What is a river?\"}\n");
        long begun = System.nanoTime();
        var _ =
            output(
                List.of(
                    "generate",
                    model,
                    "--data",
                    rows.toString(),
                    "--output",
                    out.toString(),
                    "--max_new_tokens",
                    "1",
                    "--json"));
        return (System.nanoTime() - begun) / 1e9;
      } finally {
        Files.deleteIfExists(rows);
        Files.deleteIfExists(out);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use a temporary folder", e);
    }
  }

  private static String output(List<String> words) {
    Path launcher = Path.of(System.getProperty("ballast.home", "."), "ballast").toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(words);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new OutsideMissing(
            "ballast " + words.getFirst() + " ended with " + code,
            "try it alone: " + String.join(" ", command));
      }
      return output;
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot start " + launcher, "run bench by the project's own launcher, ./ballast", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + words.getFirst() + " ran", e);
    }
  }
}
