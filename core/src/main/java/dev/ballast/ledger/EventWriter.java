package dev.ballast.ledger;

import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Appends lines that are on disk before the caller goes on. */
final class EventWriter implements AutoCloseable {
  private final Path file;
  // Not a FileChannel: an interrupted thread would find it closed, and lose what it finished.
  private final RandomAccessFile out;
  private final InstantSource clock;
  private long seq;

  private EventWriter(Path file, RandomAccessFile out, InstantSource clock, long seq) {
    this.file = file;
    this.out = out;
    this.clock = clock;
    this.seq = seq;
  }

  /** Open behind that many events and bytes; what follows them is a half-written line and goes. */
  static EventWriter open(Path file, InstantSource clock, long seq, long length) {
    try {
      RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
      if (out.length() > length) {
        out.setLength(length);
      }
      out.seek(length);
      return new EventWriter(file, out, clock, seq);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  /**
   * Write an event.
   *
   * @throws OutsideMissing when the disk is full; nothing more can be appended then
   */
  synchronized Event append(String type, int v, Object body) {
    String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Event event = new Event(seq, time, type, v, Json.treeOf(body));
    try {
      out.write((Json.encode(event) + "\n").getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } catch (IOException e) {
      close();
      throw AtomicFile.cannotWrite(file, e);
    }
    seq++;
    return event;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Every event was synced when it was appended.
    }
  }
}
