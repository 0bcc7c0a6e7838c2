package dev.ballast.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull from a hub that breaks off, stalls, lies or asks to wait: whole, or a message. */
class BrokenHubTest {
  private static final String FILE = "model.safetensors";
  private static final String CDN = "CDN " + FILE;
  private static final byte[] WEIGHTS = PullTest.bytes(400_000);
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path root;

  private final TestHub hub = new TestHub();
  private PullFixture fixture;

  @BeforeEach
  void open() {
    fixture = new PullFixture(hub, root);
    hub.small("config.json", "{}").large(FILE, WEIGHTS);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void wholeAfter(int questions) {
    fixture.pull();
    assertThat(fixture.pulled(FILE)).isEqualTo(WEIGHTS);
    assertThat(fixture.part(WEIGHTS)).doesNotExist();
    assertThat(hub.seen(CDN)).hasSize(questions);
    assertThat(fixture.done).isEqualTo(fixture.total);
  }

  private static byte[] beginning(int length) {
    return Arrays.copyOf(WEIGHTS, length);
  }

  @Test
  void aBrokenDownloadGoesOn() {
    TestHub.Reply breaking = hub.breakingBehind(FILE, 100_000, fixture.part(WEIGHTS));
    hub.next(CDN, breaking).next(CDN, breaking);
    wholeAfter(3);
    assertThat(hub.seen(CDN)).extracting(TestHub.Seen::range).first().isEqualTo("null");
    assertThat(hub.seen(CDN).subList(1, 3)).allMatch(s -> s.range().matches("bytes=[1-9]\\d+-"));
    assertThat(fixture.rests).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(fixture.told).anyMatch(line -> line.startsWith(FILE + ": "));
  }

  @Test
  void theNextRunGoesOnWhereThisOneGaveUp() throws IOException {
    hub.always(CDN, hub.breaking(FILE, 50_000));
    assertThat(fixture.refused()).startsWith("3 " + FILE).contains("after 5 attempts", "goes on");
    assertThat(Files.size(fixture.part(WEIGHTS))).isBetween(1L, 399_999L);
    assertThat(fixture.repository().resolve("refs")).doesNotExist();
    hub.usually(CDN);
    wholeAfter(6);
    assertThat(hub.seen(CDN).getLast().range()).startsWith("bytes=");
  }

  @Test
  void aPartOfAnEarlierRunIsKept() {
    fixture.leave(WEIGHTS, beginning(123_456));
    wholeAfter(1);
    assertThat(hub.seen(CDN).getFirst().range()).isEqualTo("bytes=123456-");
    assertThat(fixture.total).isEqualTo(400_000 - 123_456 + 2);
  }

  @Test
  void aWholePartIsNotAskedFor() {
    fixture.leave(WEIGHTS, WEIGHTS);
    wholeAfter(0);
  }

  @Test
  void aWrongPartIsFetchedOnceMore() {
    fixture.leave(WEIGHTS, new byte[1000]);
    wholeAfter(2);
    assertThat(fixture.told).anyMatch(line -> line.contains("fetched once more"));
  }

  @Test
  void aPartThatIsTooLongIsDropped() {
    fixture.leave(WEIGHTS, PullTest.bytes(400_001));
    wholeAfter(1);
  }

  @Test
  void aPartThatIsALinkIsNotWrittenThrough() throws IOException {
    Path precious = Files.writeString(root.resolve("precious"), "mine");
    fixture.leave(WEIGHTS, new byte[0]);
    Files.delete(fixture.part(WEIGHTS));
    Files.createSymbolicLink(fixture.part(WEIGHTS), precious);
    wholeAfter(1);
    assertThat(precious).hasContent("mine");
  }

  @Test
  void aServerMayIgnoreTheRange() {
    fixture.leave(WEIGHTS, beginning(1000));
    hub.next(CDN, e -> TestHub.send(e, 200, WEIGHTS));
    wholeAfter(1);
    assertThat(fixture.done).isEqualTo(400_002);
  }

  @Test
  void aServerThatIgnoresTheRangeAndAlwaysBreaksIsGivenUp() {
    hub.always(CDN, BrokenHubTest::half);
    assertThat(fixture.refused()).contains("after 5 attempts");
    assertThat(hub.seen(CDN)).hasSize(5);
  }

  private static void half(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, WEIGHTS.length);
    OutputStream out = exchange.getResponseBody();
    out.write(WEIGHTS, 0, WEIGHTS.length / 2);
    out.flush();
    throw new IOException("broken off on purpose");
  }

  @Test
  void aRangeThatCannotBeHadIsDropped() {
    fixture.leave(WEIGHTS, beginning(1000));
    hub.next(CDN, TestHub.status(416));
    wholeAfter(2);
    assertThat(hub.seen(CDN).getLast().range()).isEqualTo("null");
  }

  @Test
  void anotherRangeThanAskedForIsNotTaken() {
    fixture.leave(WEIGHTS, beginning(1000));
    hub.next(
        CDN,
        e -> {
          e.getResponseHeaders().set("Content-Range", "bytes 500-399999/400000");
          TestHub.send(e, 206, Arrays.copyOfRange(WEIGHTS, 500, WEIGHTS.length));
        });
    wholeAfter(2);
  }

  @Test
  void anEtagThatChangesHalfWayEndsIt() {
    hub.next(CDN, hub.breaking(FILE, 100_000));
    hub.next("GET " + FILE, e -> hub.redirect(e, FILE, TestHub.sha256(WEIGHTS)));
    hub.next("GET " + FILE, e -> hub.redirect(e, FILE, "b".repeat(64)));
    assertThat(fixture.refused()).startsWith("3 ").contains("changed on the server", "bbbb");
    assertThat(fixture.part(WEIGHTS)).doesNotExist();
  }

  @Test
  void lessThanTheTruthIsNotBelieved() {
    hub.next(CDN, e -> TestHub.send(e, 200, beginning(1000)));
    wholeAfter(2);
    assertThat(fixture.told).anyMatch(line -> line.contains("has 1000 bytes, not 400000"));
  }

  @Test
  void moreThanTheTruthIsNotTaken() {
    hub.always(
        CDN,
        e -> {
          e.sendResponseHeaders(200, 0);
          try (OutputStream out = e.getResponseBody()) {
            out.write(WEIGHTS);
            out.write(WEIGHTS);
          }
        });
    assertThat(fixture.refused()).contains("sends more than the 400000 bytes");
    assertThat(fixture.repository().resolve("blobs").resolve(TestHub.sha256(WEIGHTS)))
        .doesNotExist();
  }

  @Test
  void listAndHeadersMustAgree() {
    String etag = TestHub.gitHash(bytes("{}"));
    hub.always("HEAD config.json", e -> TestHub.serve(e, new byte[3], etag));
    assertThat(fixture.refused()).contains("3 config.json: size 2 in the list, 3 in the file's");
    hub.always("HEAD config.json", e -> TestHub.serve(e, bytes("{}"), "c".repeat(40)));
    assertThat(fixture.refused()).contains("3 config.json: checksum", "cccc");
    hub.always("HEAD config.json", TestHub.status(200, "X-Repo-Commit", TestHub.COMMIT));
    assertThat(fixture.refused()).contains("3 config.json: the server gives no ETag");
    hub.always("HEAD config.json", TestHub.status(200, "ETag", "\"../../x\""));
    assertThat(fixture.refused()).contains("3 config.json: the server gives no ETag");
    hub.always(
        "HEAD config.json", TestHub.status(200, "ETag", "x", "X-Repo-Commit", "d".repeat(40)));
    assertThat(fixture.refused()).contains("3 config.json: asked for at commit");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void otherBytesThanTheChecksumsAreNotKept() {
    byte[] other = WEIGHTS.clone();
    other[399_999]++;
    hub.always(CDN, e -> TestHub.serve(e, other, "cdn"));
    assertThat(fixture.refused()).startsWith("3 " + FILE + ": its SHA-256 is ").contains("not ");
    assertThat(fixture.files()).noneMatch(name -> name.contains(TestHub.sha256(WEIGHTS)));
  }

  @Test
  void smallFilesAreCheckedToo() {
    String etag = TestHub.gitHash(bytes("{}"));
    hub.next("GET config.json", e -> TestHub.serve(e, bytes("[]"), etag));
    assertThat(fixture.refused()).startsWith("3 config.json: its SHA-1 is ");
  }

  @Test
  void aStalledDownloadGoesOn() {
    hub.next(CDN, hub.stalling(FILE, 100_000));
    fixture.waiting(LONG, SHORT);
    fixture.pull();
    assertThat(fixture.pulled(FILE)).isEqualTo(WEIGHTS);
    assertThat(fixture.told).anyMatch(line -> line.contains("no bytes for 150 ms"));
    assertThat(hub.seen(CDN).getLast().range()).startsWith("bytes=");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    fixture.pull();
    hub.always("HEAD config.json", hub.silent());
    fixture.waiting(SHORT, LONG);
    assertThat(fixture.refused()).contains("3 config.json: no answer of 127.0.0.1 in 150 ms");
  }

  @Test
  void aServerThatIsNotThere() {
    String url = hub.url();
    hub.close();
    assertThat(fixture.refused()).contains("3 org/name: cannot connect to " + url);
  }

  @Test
  void askedToWaitItWaits() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            PullFixture.NOW.plusSeconds(90).atOffset(ZoneOffset.UTC));
    hub.next("LIST", TestHub.status(429, "Retry-After", "7"));
    hub.next("HEAD " + FILE, TestHub.status(503, "Retry-After", date));
    hub.next(CDN, TestHub.status(502));
    hub.next(CDN, TestHub.status(500));
    hub.next(CDN, TestHub.status(429));
    fixture.pull();
    assertThat(fixture.pulled(FILE)).isEqualTo(WEIGHTS);
    assertThat(fixture.rests)
        .containsExactly(seconds(7), seconds(90), seconds(1), seconds(2), seconds(4));
    hub.next("LIST", TestHub.status(429, "Retry-After", "3600"));
    assertThat(fixture.refused()).contains("3 org/name: ", "429", "asks to wait 3600 s");
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void itGivesUpAfterFiveAttempts() {
    hub.always("LIST", TestHub.status(503));
    assertThat(fixture.refused()).contains("answered 503, after 5 attempts");
    assertThat(fixture.rests).containsExactly(seconds(1), seconds(2), seconds(4), seconds(8));
  }

  @Test
  void whatIsNoHubIsNamed() {
    for (String page : List.of("<html>", "{}", "[]", "{\"sha\":\"..\",\"siblings\":[]}")) {
      hub.next("LIST", e -> TestHub.text(e, 200, page));
      assertThat(fixture.refused()).contains("3 what answers at", "is no hub", "HF_ENDPOINT");
    }
  }

  @Test
  void redirectsEnd() {
    hub.always("LIST", TestHub.status(302, "Location", "/api/models/org/name/revision/main"));
    assertThat(fixture.refused()).contains("more than 10 redirects");
    hub.always("LIST", TestHub.status(302, "Location", "file:///etc/passwd"));
    assertThat(fixture.refused()).contains("no web address");
  }

  @Test
  void aFailureLeavesTheOldRevision() {
    fixture.pull();
    Map<String, Object> newer = new HashMap<>(hub.listing());
    newer.put("sha", "e".repeat(40));
    hub.always("LIST", e -> TestHub.text(e, 200, Json.encode(newer)));
    hub.always("HEAD config.json", TestHub.status(404));
    assertThat(fixture.refused()).startsWith("3 ");
    assertThat(fixture.cache().model(ModelReference.hubId("org/name")))
        .isEqualTo(fixture.snapshot());
  }

  @Test
  void anotherProcessIsNotDisturbed() throws IOException {
    Path lock =
        fixture
            .cache()
            .root()
            .resolve(".locks/models--org--name")
            .resolve(TestHub.sha256(WEIGHTS) + ".lock");
    Files.createDirectories(lock.getParent());
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.lock().isValid()).isTrue();
      assertThat(fixture.refused()).contains("3 another process is fetching " + FILE);
    }
    wholeAfter(1);
  }
}
