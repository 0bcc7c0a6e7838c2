package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one blob into the cache: goes on where an earlier try stopped, and calls it whole only
 * when size and checksum are right.
 */
final class BlobDownload {
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
  private static final int PARTIAL = 206;
  private static final int NO_SUCH_RANGE = 416;

  private final Session session;
  private final RemoteFile file;
  private final Path part;
  private long held;
  private boolean stitched;

  BlobDownload(Session session, RemoteFile file, Path part) {
    this.session = session;
    this.file = file;
    this.part = part;
  }

  /**
   * Fill the part until it is the whole.
   *
   * @throws OutsideMissing when the server does not give it; what came stays for the next run
   */
  void run() throws InterruptedException {
    begin();
    Effort effort = session.effort(file.name(), held);
    while (held < file.size() || !sound()) {
      Optional<Trouble> trouble = once().or(this::shortage);
      if (trouble.isPresent()) {
        stitched = true;
        effort.failed(trouble.get(), held);
      }
    }
  }

  private void begin() {
    try {
      if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(part);
        Files.createFile(part);
      }
      held = Files.size(part);
    } catch (IOException e) {
      throw Disk.cannotWrite(part, e);
    }
    stitched = held > 0;
    if (held > file.size()) {
      startOver();
    }
  }

  private Optional<Trouble> shortage() {
    return held < file.size()
        ? Optional.of(
            new Trouble("the answer ended after " + held + " of " + file.size() + " bytes"))
        : Optional.empty();
  }

  /** Compare the whole with its checksum; a patched one that is wrong gets one more chance. */
  private boolean sound() {
    Optional<String> wrong = file.checksum().flatMap(checksum -> checksum.mismatch(part));
    if (wrong.isEmpty()) {
      return true;
    }
    startOver();
    if (!stitched) {
      discard();
      throw new OutsideMissing(
          file.name() + ": " + wrong.get() + "; what came was thrown away",
          "start again; if it stays so, a proxy or HF_ENDPOINT changes files");
    }
    stitched = false;
    session.meter().told(file.name() + ": " + wrong.get() + "; it is fetched once more, whole");
    return false;
  }

  /** Ask once and write what comes. */
  private Optional<Trouble> once() throws InterruptedException {
    long from = held;
    try (Answer answer = session.http().send(Ask.get(file.uri(), from))) {
      if (Trouble.passes(answer.status())) {
        return Optional.of(Trouble.of(answer, session.patience().clock()));
      }
      if (answer.status() == NO_SUCH_RANGE && from > 0) {
        startOver();
        return Optional.of(new Trouble("the server has no bytes behind " + from));
      }
      if (answer.status() != PARTIAL && answer.status() != 200) {
        throw session.repository().denied(answer, Optional.of(file.name()));
      }
      refuseChanged(answer);
      Optional<Trouble> misfit = place(answer);
      if (misfit.isEmpty()) {
        write(answer);
      }
      return misfit;
    } catch (IOException e) {
      return Optional.of(Trouble.of(e));
    }
  }

  /** The endpoint's own ETag must stay; a CDN behind it has names of its own. */
  private void refuseChanged(Answer answer) {
    boolean own = session.repository().endpoint().owns(answer.uri());
    Optional<String> etag =
        own || answer.first(Answer.LINKED_ETAG).isPresent()
            ? RemoteFile.etag(answer)
            : Optional.empty();
    if (etag.isPresent() && !etag.get().equals(file.etag())) {
      discard();
      throw new OutsideMissing(
          file.name()
              + " changed on the server while it was fetched: ETag "
              + file.etag()
              + ", then "
              + FileName.visible(etag.get()),
          "start again");
    }
  }

  /** See where the bytes of an answer belong; a server may ignore a range, or give another. */
  private Optional<Trouble> place(Answer answer) {
    if (!answer.own("content-encoding").orElse("identity").equalsIgnoreCase("identity")) {
      return Optional.of(new Trouble("the server packs the file, though it was told not to"));
    }
    if (answer.status() == PARTIAL) {
      return placePartial(answer.own("content-range").orElse(""));
    }
    Optional<Trouble> misfit =
        answer
            .length()
            .filter(length -> length != file.size())
            .map(length -> new Trouble("the answer has " + length + " bytes, not " + file.size()));
    if (misfit.isEmpty() && held > 0) {
      startOver();
    }
    return misfit;
  }

  private Optional<Trouble> placePartial(String header) {
    Matcher range = RANGE.matcher(header);
    boolean fits =
        range.matches()
            && Long.parseLong(range.group(1)) == held
            && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == file.size());
    if (fits) {
      return Optional.empty();
    }
    Trouble trouble =
        new Trouble("asked for the bytes behind " + held + ", the server gives others");
    startOver();
    return Optional.of(trouble);
  }

  private void write(Answer answer) throws IOException, InterruptedException {
    try (PartFile out = PartFile.open(part, held)) {
      for (Optional<List<ByteBuffer>> piece = answer.body().next();
          piece.isPresent();
          piece = answer.body().next()) {
        for (ByteBuffer bytes : piece.get()) {
          append(out, bytes);
        }
      }
    }
  }

  private void append(PartFile out, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (length > file.size() - held) {
      startOver();
      throw new IOException("the server sends more than the " + file.size() + " bytes it told");
    }
    out.write(Answer.taken(bytes));
    held += length;
    session.meter().got(length);
  }

  /** Forget what is held: it is cut off when the part is opened next. */
  private void startOver() {
    session.meter().expect(held);
    held = 0;
  }

  private void discard() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw Disk.cannotWrite(part, e);
    }
  }
}
