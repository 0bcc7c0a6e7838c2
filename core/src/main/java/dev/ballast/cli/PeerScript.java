package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A script that does the same work with another stack and prints one line of JSON. */
record PeerScript(String python, Path script, String model) {
  /**
   * Find it.
   *
   * @param folders where it may lie; the first that has it counts
   */
  static PeerScript of(String python, List<Path> folders, String name, String model) {
    Path script =
        folders.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    BadInput.of("no folder of --peers has this script")
                        .file(folders.getFirst().resolve(name))
                        .key("peers")
                        .fix("name the folder that holds it, more than one with commas between"));
    return new PeerScript(python, script, model);
  }

  /** Run it; what it says on stderr is thrown away. */
  JsonNode run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(python, script.toAbsolutePath().toString()));
    command.add(Path.of(model).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      // The launcher's allocator is ours: the peer runs as its users run it.
      builder
          .environment()
          .keySet()
          .removeAll(List.of("LD_PRELOAD", "MALLOC_CONF", "GOMP_SPINCOUNT"));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      List<String> lines = output.lines().filter(line -> line.startsWith("{\"")).toList();
      if (code != 0 || lines.isEmpty()) {
        throw new OutsideMissing(
            "the peer " + script.getFileName() + " ended with " + code,
            "try it alone: " + String.join(" ", command));
      }
      return Json.tree(lines.getLast());
    } catch (IOException e) {
      throw new OutsideMissing("cannot start " + python, "name an interpreter with --python", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a peer ran", e);
    }
  }
}
