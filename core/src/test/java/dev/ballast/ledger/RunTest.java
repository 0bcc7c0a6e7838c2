package dev.ballast.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {
  record Step(int step, double loss) {}

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-02T12:00:00.123456Z"));

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("runs/sft-1234");
  }

  private static Manifest plan(double beta) {
    return Manifest.of("sft", "print-" + beta, Map.of("beta", beta, "seed", 3), 3);
  }

  private Run open() {
    return Run.open(folder(), plan(0.1), NOON);
  }

  private Path log() {
    return folder().resolve(Events.FILE);
  }

  private void add(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.APPEND);
  }

  @Test
  void eventsAreEnvelopesInOrder() throws IOException {
    try (Run run = open()) {
      Event first = run.append("step", 1, new Step(1, 0.5));
      run.append("note", 1, Map.of("text", "ä\n"));
      run.append("step", 1, new Step(2, 0.25));

      assertThat(first.seq()).isZero();
      assertThat(Files.readAllLines(log()).getFirst())
          .isEqualTo(
              "{\"seq\":0,\"time\":\"2026-01-02T12:00:00.123Z\",\"type\":\"step\",\"v\":1,"
                  + "\"body\":{\"step\":1,\"loss\":0.5}}");
      assertThat(run.events()).extracting(Event::seq).containsExactly(0L, 1L, 2L);
      assertThat(run.events("step")).hasSize(2);
      assertThat(run.last("step").map(event -> event.body(Step.class))).contains(new Step(2, 0.25));
      assertThat(run.last("other")).isEmpty();
    }
  }

  @Test
  void sameManifestResumesAndKeepsRecordedKernels() {
    try (Run run = Run.open(folder(), plan(0.1).withKernels(Map.of("threads", "2")), NOON)) {
      run.append("step", 1, new Step(1, 1));
    }
    try (Run again = Run.open(folder(), plan(0.1).withKernels(Map.of("threads", "9")), NOON)) {
      assertThat(again.append("step", 1, new Step(2, 1)).seq()).isEqualTo(1);
      assertThat(again.manifest().kernels()).containsEntry("threads", "2");
    }
  }

  @Test
  void anotherConfigurationIsRefusedWithTheDifference() {
    open().close();

    assertThatThrownBy(() -> Run.open(folder(), plan(0.2), NOON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("another configuration: beta: 0.1 -> 0.2 (file")
        .hasMessageContaining("output_dir");
    assertThatThrownBy(() -> Run.open(folder(), Manifest.of("dpo", "print-0.1", Map.of(), 3), NOON))
        .hasMessageContaining("command: \"sft\" -> \"dpo\"");
    open().close();
  }

  @Test
  void changedInputIsRefused() {
    Run.open(folder(), plan(1).withInputs(Map.of("rows.jsonl", "aa")), NOON).close();

    assertThatThrownBy(
            () -> Run.open(folder(), plan(1).withInputs(Map.of("rows.jsonl", "bb")), NOON))
        .hasMessageContaining("rows.jsonl: \"aa\" -> \"bb\"");
  }

  @Test
  void secondWriterIsRefusedUntilTheFirstCloses() {
    try (Run first = open()) {
      first.append("step", 1, new Step(1, 1));
      assertThatThrownBy(this::open)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("another process is writing");
      assertThat(Events.read(folder())).hasSize(1);
    }
    open().close();
  }

  @Test
  void halfLineIsDroppedAtEveryCut() throws IOException {
    try (Run run = open()) {
      run.append("step", 1, new Step(1, 0.5));
      run.append("step", 1, new Step(2, 0.25));
    }
    byte[] whole = Files.readAllBytes(log());
    int firstLine = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int cut = firstLine; cut < whole.length; cut++) {
      Files.write(log(), Arrays.copyOf(whole, cut));
      assertThat(Events.read(folder())).hasSize(1);
      try (Run run = open()) {
        run.append("step", 1, new Step(2, 0.25));
      }
      assertThat(Files.readAllBytes(log())).isEqualTo(whole);
    }
  }

  @Test
  void damagedLineAndGapNameFileAndRow() throws IOException {
    open().close();
    add("{\"seq\":0,\"time\":\"t\",\"type\":\"a\",\"v\":1,\"body\":{}}\n");
    add("{\"seq\":2,\"time\":\"t\",\"type\":\"a\",\"v\":1,\"body\":{}}\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("seq must be 1")
        .hasMessageContaining("row 2, value 2");
    Files.writeString(log(), "nonsense\n");
    assertThatThrownBy(this::open).hasMessageContaining("row 1").hasMessageContaining("damaged");
    Files.writeString(log(), "");
    open().close();
  }

  @Test
  void followerSeesOnlyWhatIsNew() throws IOException {
    Events follower = Events.follow(folder());
    assertThat(follower.poll()).isEmpty();
    try (Run run = open()) {
      run.append("a", 1, Map.of());
      assertThat(follower.poll()).hasSize(1);
      run.append("b", 1, Map.of());
      add("{\"seq\":2,");
      assertThat(follower.poll()).extracting(Event::type).containsExactly("b");
      add("\"time\":\"t\",\"type\":\"c\",\"v\":1,\"body\":{}}\n");
      assertThat(follower.poll()).extracting(Event::type).containsExactly("c");
    }
  }

  @Test
  void sealedRunIsVerifiedAndTakesNoMore() throws IOException {
    Path input = Files.writeString(temporary.resolve("in.jsonl"), "{}\n");
    Manifest plan = plan(1).withInputs(Map.of(input.toString(), Hashes.of(input)));
    try (Run run = Run.open(folder(), plan, NOON)) {
      run.append("done", 1, Map.of());
      run.write("report.html", "<p>");
      run.write("checkpoint/weights", new byte[] {1, 2});
      run.seal(List.of("report.html", "checkpoint"));
      assertThatThrownBy(() -> run.append("more", 1, Map.of()))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(Run.manifest(folder()).sealed()).isTrue();
    assertThat(Run.manifest(folder()).outputs())
        .containsOnlyKeys("events.jsonl", "report.html", "checkpoint");
    assertThat(Run.verify(folder())).isEmpty();

    Files.writeString(input, "{} \n");
    Files.write(folder().resolve("checkpoint/weights"), new byte[] {1, 3});
    Files.delete(folder().resolve("report.html"));
    assertThat(Run.verify(folder()))
        .extracting(Mismatch::name)
        .containsExactlyInAnyOrder(input.toString(), "report.html", "checkpoint");
    assertThat(Run.verify(folder()))
        .filteredOn(mismatch -> mismatch.name().equals("report.html"))
        .extracting(Mismatch::found)
        .containsExactly(Optional.empty());
  }

  @Test
  void folderThatCannotBeMadeAndFullDiskAreOutsideMissing() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThatThrownBy(() -> Run.open(file.resolve("run"), plan(1), NOON))
        .isInstanceOf(OutsideMissing.class)
        .hasMessageContaining("free space and rights");
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("x/y"), "text"))
        .isInstanceOf(OutsideMissing.class);

    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    EventWriter writer = EventWriter.open(full, NOON, 0, 0);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> writer.append("step", 1, Map.of()))
          .isInstanceOf(OutsideMissing.class);
    }
  }

  @Test
  void interruptLosesNothing() {
    try (Run run = open()) {
      Thread.currentThread().interrupt();
      run.append("step", 1, Map.of());
      run.write("x.json", "{}");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(run.events()).hasSize(1);
    }
  }

  @Test
  void namesStayInsideTheFolder() {
    try (Run run = open()) {
      assertThatThrownBy(() -> run.file("../other")).isInstanceOf(IllegalArgumentException.class);
      assertThat(run.file("a/b")).isEqualTo(folder().resolve("a/b"));
    }
  }

  @Test
  void runSetAsideKeepsItsLogAndFreesTheName() {
    for (int i = 1; i <= 2; i++) {
      try (Run run = open()) {
        run.append("step", 1, new Step(i, 1));
        assertThatThrownBy(() -> Run.setAside(folder())).isInstanceOf(BadInput.class);
      }
      Path aside = Run.setAside(folder());
      assertThat(aside).hasFileName("sft-1234-" + i);
      assertThat(Events.read(aside).getFirst().body(Step.class).step()).isEqualTo(i);
      assertThat(folder()).doesNotExist();
    }
  }

  @Test
  void noRunIsSaid() {
    assertThatThrownBy(() -> Events.read(temporary)).hasMessageContaining("no run here");
    assertThatThrownBy(() -> Run.verify(temporary)).hasMessageContaining("no run here");
  }
}
