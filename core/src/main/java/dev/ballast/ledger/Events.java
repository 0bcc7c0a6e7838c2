package dev.ballast.ledger;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a run's event log without writing; a half-written last line counts as not there. */
public final class Events {
  /** The log's name in a run's folder. */
  public static final String FILE = "events.jsonl";

  private final Path file;
  private long length;
  private long seq;

  private Events(Path file) {
    this.file = file;
  }

  /** Follow a run's log from its beginning; the log need not exist yet. */
  public static Events follow(Path runFolder) {
    return new Events(runFolder.resolve(FILE));
  }

  /**
   * Read all events of a run.
   *
   * @throws BadInput when there is no log, or naming file and row of a damaged line or a gap
   */
  public static List<Event> read(Path runFolder) {
    Path file = runFolder.resolve(FILE);
    if (!Files.exists(file)) {
      throw BadInput.of("no run here: no " + FILE).file(runFolder).fix("name a run's folder");
    }
    return follow(runFolder).poll();
  }

  /** Return the events that were added since the last call. */
  public synchronized List<Event> poll() {
    List<Event> events = new ArrayList<>();
    if (!Files.exists(file)) {
      return events;
    }
    byte[] bytes = tail();
    int start = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        events.add(parse(new String(bytes, start, end - start, StandardCharsets.UTF_8)));
        start = end + 1;
      }
    }
    length += start;
    return events;
  }

  /** Return how many bytes hold whole lines. */
  synchronized long length() {
    return length;
  }

  private Event parse(String line) {
    Event event;
    try {
      event = Json.decode(line, Event.class);
    } catch (BadInput e) {
      throw e.file(file).row(seq + 1).fix("the log is damaged: start in another folder");
    }
    if (event.seq() != seq) {
      throw BadInput.of("the log has a gap: seq must be " + seq)
          .file(file)
          .row(seq + 1)
          .value(event.seq())
          .fix("the log is damaged: start in another folder");
    }
    seq++;
    return event;
  }

  private byte[] tail() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(length);
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, in.length() - length))];
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
