package dev.ballast.task;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.json.ProcessLock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * Answers in a file, one JSON object a line: {@code key} with {@code sum} and {@code greedy}, or
 * with {@code text}. A half-written last line, as an interrupt leaves it, is dropped. One process
 * at a time has it.
 */
public final class AnswerFile implements Memory, AutoCloseable {
  private final Path file;
  private final ProcessLock lock;
  // Not a FileChannel: an interrupted thread would find it closed, and lose what it finished.
  private final RandomAccessFile out;
  private final Map<String, Answer> known;

  private AnswerFile(Path file, ProcessLock lock, RandomAccessFile out, Map<String, Answer> known) {
    this.file = file;
    this.lock = lock;
    this.out = out;
    this.known = known;
  }

  /**
   * Open a file, or begin one; its folder is made if need be.
   *
   * @throws BadInput when another process has it, or naming a line that is no answer
   */
  public static AnswerFile open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ProcessLock lock =
          ProcessLock.take(file.resolveSibling("." + file.getFileName() + ".lock"))
              .orElseThrow(
                  () ->
                      BadInput.of("another process is writing to this folder")
                          .file(file)
                          .fix("wait for it to end, or give another output_dir"));
      try {
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        return new AnswerFile(file, lock, out, read(file, out));
      } catch (BadInput | IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Read the whole lines and cut what follows them. */
  private static Map<String, Answer> read(Path file, RandomAccessFile out) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    out.setLength(end);
    out.seek(end);
    Map<String, Answer> known = new HashMap<>();
    long row = 0;
    for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")) {
      row++;
      if (end > 0) {
        add(known, line, file, row);
      }
    }
    return known;
  }

  private static void add(Map<String, Answer> known, String line, Path file, long row) {
    try {
      JsonNode tree = Json.tree(line);
      OptionalDouble sum = Json.finite(tree.path("sum"));
      JsonNode text = tree.path("text");
      if (!tree.path("key").isString() || sum.isPresent() == text.isString()) {
        throw BadInput.of("not an answer: it has key, and sum or text");
      }
      known.put(
          tree.path("key").stringValue(),
          sum.isPresent()
              ? new Answer.Likelihood(sum.getAsDouble(), tree.path("greedy").asBoolean(false))
              : new Answer.Text(text.stringValue()));
    } catch (BadInput e) {
      throw e.file(file).row(row).orFix("delete the file: what is in it is computed again");
    }
  }

  @Override
  public Optional<Answer> find(String key) {
    return Optional.ofNullable(known.get(key));
  }

  @Override
  public void keep(Map<String, Answer> answers) {
    StringBuilder lines = new StringBuilder();
    answers.forEach((key, answer) -> lines.append(Json.encode(line(key, answer))).append('\n'));
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    known.putAll(answers);
  }

  private static Map<String, Object> line(String key, Answer answer) {
    return switch (answer) {
      case Answer.Likelihood one ->
          LmEvalFiles.ordered("key", key, "sum", one.sum(), "greedy", one.greedy());
      case Answer.Text one -> LmEvalFiles.ordered("key", key, "text", one.text());
    };
  }

  private static OutsideMissing cannotWrite(Path file, IOException e) {
    return OutsideMissing.cannotWrite(file, e, "check free space and rights, then start again");
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Every answer was synced when it was kept.
    }
    lock.close();
  }
}
