package dev.ballast.train;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/**
 * One file of a reference cache, written by one process and never changed: a line of JSON with the
 * key, then frames of length (4 bytes), unit, CRC-32 (4 bytes).
 */
final class ReferenceFile implements AutoCloseable {
  static final String SUFFIX = ".reference";

  private static final int FORMAT = 1;
  private static final int AROUND = 2 * Integer.BYTES;
  private static final int LONGEST_LINE = 1 << 16;
  private static final int BUFFER = 1 << 16;

  // Not a FileChannel: an interrupted thread would find it closed, and lose what it finished.
  private final FileOutputStream out;

  private ReferenceFile(FileOutputStream out) {
    this.out = out;
  }

  /** Begin the first file of a folder that nobody has begun yet. */
  static ReferenceFile create(Path folder, ReferenceKey key) throws IOException {
    Files.createDirectories(folder);
    int number = 1;
    while (!name(folder, number).toFile().createNewFile()) {
      number++;
    }
    FileOutputStream out = new FileOutputStream(name(folder, number).toFile());
    try {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("ballast_reference", FORMAT);
      line.put("key", key.parts());
      out.write((Json.encode(line) + "\n").getBytes(StandardCharsets.UTF_8));
      return new ReferenceFile(out);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private static Path name(Path folder, int number) {
    return folder.resolve("rows-" + number + SUFFIX);
  }

  /** Append a unit in one write; a process that dies leaves at most its last unit in pieces. */
  void append(ReferenceUnit unit) throws IOException {
    byte[] content = unit.bytes();
    ByteBuffer frame = ByteBuffer.allocate(Math.addExact(content.length, AROUND));
    frame.putInt(content.length).put(content).putInt(checksum(content));
    out.write(frame.array());
  }

  /** Close, with all units on disk. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.getFD().sync();
    }
  }

  /**
   * Visit the units of a file one by one. A last one that is not whole was left by a process that
   * died, or is being written by one that lives: it counts as not there.
   *
   * @throws BadInput when the file has another key, or is damaged before its end
   */
  static void read(Path file, ReferenceKey key, Consumer<ReferenceUnit> visit) throws IOException {
    long left = Files.size(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      Optional<String> line = line(file, in);
      if (line.isEmpty()) {
        return;
      }
      requireKey(file, line.get(), key);
      left -= line.get().getBytes(StandardCharsets.UTF_8).length + 1L;
      for (long number = 1; left > AROUND; number++) {
        int length = in.readInt();
        if (length < ReferenceUnit.LEAST) {
          throw damaged(file, number);
        }
        if (length > left - AROUND) {
          return;
        }
        byte[] content = in.readNBytes(length);
        left -= (long) length + AROUND;
        Optional<ReferenceUnit> unit =
            in.readInt() == checksum(content) ? ReferenceUnit.parse(content) : Optional.empty();
        if (unit.isEmpty() && left > 0) {
          throw damaged(file, number);
        }
        unit.ifPresent(visit);
      }
    }
  }

  /** Read the first line; empty where the file ends before the line does. */
  private static Optional<String> line(Path file, DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw refused(file, "not a file of log-probs of a reference");
      }
    }
    return Optional.empty();
  }

  private static void requireKey(Path file, String line, ReferenceKey key) {
    JsonNode header;
    try {
      header = Json.tree(line);
    } catch (BadInput e) {
      throw refused(file, "the first line is damaged").because(e);
    }
    Map<String, String> parts = new TreeMap<>();
    header
        .path("key")
        .propertyStream()
        .forEach(part -> parts.put(part.getKey(), part.getValue().asString("")));
    if (header.path("ballast_reference").asInt(0) != FORMAT || !parts.equals(key.parts())) {
      throw refused(file, "log-probs of another model, template or machine than the folder's")
          .value(line);
    }
  }

  private static BadInput damaged(Path file, long number) {
    return refused(file, "a record before the end is damaged").row(number);
  }

  /** Refuse a file of a cache. */
  static BadInput refused(Path file, String what) {
    return BadInput.of("the reference cache is refused: " + what)
        .file(file)
        .fix("delete that file, or train with --reference_cache false");
  }

  private static int checksum(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
