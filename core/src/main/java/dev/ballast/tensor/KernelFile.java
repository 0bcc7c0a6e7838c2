package dev.ballast.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers measured choices: lines of CPU, threads, shape and kernel, tab-separated. What was
 * measured on another CPU stays in the file and is not used.
 */
final class KernelFile {
  private KernelFile() {}

  static KernelChoice choose(Path file, List<LinearShape> shapes) {
    String machine = Machine.cpu() + "\t" + Machine.threads() + "\t";
    List<String> lines = lines(file);
    Map<String, String> known = new HashMap<>();
    lines.stream()
        .filter(line -> line.startsWith(machine))
        .map(line -> line.substring(machine.length()).split("\t", -1))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> known.put(fields[0], fields[1]));
    List<LinearShape> unknown =
        shapes.stream()
            .filter(s -> !known.containsKey(KernelChoice.halfKey(s.out(), s.in(), 1)))
            .toList();
    if (!unknown.isEmpty()) {
      Map<String, String> fresh = Kernels.measure(unknown).encode();
      known.putAll(fresh);
      List<String> all = new ArrayList<>(lines);
      fresh.forEach((shape, kernel) -> all.add(machine + shape + "\t" + kernel));
      write(file, all);
    }
    return KernelChoice.decode(known);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void write(Path file, List<String> lines) {
    Path target = file.toAbsolutePath();
    Path temporary =
        target.resolveSibling(file.getFileName() + ".tmp" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(temporary.resolveSibling("."));
      Files.write(temporary, lines);
      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
