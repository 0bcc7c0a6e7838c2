package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.ledger.Hashes;
import dev.ballast.train.ReferenceCache.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceFileTest {
  @TempDir private Path root;

  private static ReferenceKey key(String model) {
    return new ReferenceKey(new TreeMap<>(Map.of("model", model, "cpu", "any")));
  }

  private ReferenceCache cache(String model) {
    return new ReferenceCache(root, key(model), 1);
  }

  /** Return a unit of one or two rows that a number decides. */
  private static ReferenceUnit unit(int number) {
    return new ReferenceUnit(
        Hashes.of("unit " + number),
        IntStream.rangeClosed(0, number % 2)
            .mapToObj(i -> new ReferenceRow(values(number, 1 + i), values(-number, 3)))
            .toList());
  }

  private static double[] values(int number, int length) {
    return IntStream.range(0, length).mapToDouble(t -> -0.1 * number - t / 3.0).toArray();
  }

  private static Set<String> hashes(int count) {
    return IntStream.range(0, count).mapToObj(i -> unit(i).hash()).collect(Collectors.toSet());
  }

  private static void write(ReferenceCache cache, int from, int to) throws IOException {
    try (ReferenceFile file = ReferenceFile.create(cache.folder(), cache.key())) {
      for (int i = from; i < to; i++) {
        file.append(unit(i));
      }
    }
  }

  private static void assertUnits(Map<String, Stored> found, int count) {
    assertThat(found.keySet()).isEqualTo(hashes(count));
    for (int i = 0; i < count; i++) {
      ReferenceUnit wanted = unit(i);
      List<ReferenceRow> rows = found.get(wanted.hash()).rows();
      assertThat(rows).hasSameSizeAs(wanted.rows());
      for (int r = 0; r < rows.size(); r++) {
        assertThat(rows.get(r).chosen()).containsExactly(wanted.rows().get(r).chosen());
        assertThat(rows.get(r).rejected()).containsExactly(wanted.rows().get(r).rejected());
      }
    }
  }

  @Test
  void onlyWantedUnitsAreKept() throws IOException {
    ReferenceCache cache = cache("a");
    assertThat(cache.read(hashes(3))).isEmpty();
    write(cache, 0, 5);
    assertUnits(cache.read(hashes(3)), 3);
    assertThat(cache("b").read(hashes(3))).isEmpty();
  }

  @Test
  void whereverAFileIsCutItsWholeRecordsAreThere() throws IOException {
    ReferenceCache cache = cache("a");
    write(cache, 0, 3);
    Path file = cache.files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    int last = whole.length - unit(2).bytes().length - 2 * Integer.BYTES;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      Map<String, Stored> found = cache.read(hashes(3));
      assertThat(found.size()).as("cut at %d", length).isLessThan(3);
      if (length >= last) {
        assertUnits(found, 2);
      }
    }
  }

  @Test
  void damageBeforeTheEndIsRefused() throws IOException {
    ReferenceCache cache = cache("a");
    write(cache, 0, 3);
    Path file = cache.files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    byte[] flipped = bytes.clone();
    flipped[header + 50] ^= (byte) 1;
    refused(file, flipped, cache, "damaged");
    byte[] noLength = bytes.clone();
    Arrays.fill(noLength, header, header + 4, (byte) 0);
    refused(file, noLength, cache, "damaged");
    byte[] noHeader = bytes.clone();
    noHeader[0] = 'x';
    refused(file, noHeader, cache, "first line");
    refused(file, new byte[100_000], cache, "not a file of log-probs");
  }

  private static void refused(Path file, byte[] bytes, ReferenceCache cache, String part)
      throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> cache.read(hashes(3)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(part)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--reference_cache false");
  }

  @Test
  void aFileOfAnotherKeyIsRefused() throws IOException {
    ReferenceCache other = cache("other");
    write(other, 0, 2);
    Files.createDirectories(cache("a").folder());
    Files.copy(other.files().getFirst(), cache("a").folder().resolve("rows-1.reference"));
    assertThatThrownBy(() -> cache("a").read(hashes(2)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("another model, template or machine");
  }

  @Test
  void manyWritersAndReadersAtOnceDoNotMeet() throws Exception {
    ReferenceCache cache = cache("a");
    List<Callable<Integer>> work = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int from = 50 * writer;
      work.add(
          () -> {
            // Every writer begins with the same units, as runs over the same rows do.
            write(cache, 0, 5);
            write(cache, from, from + 50);
            return 0;
          });
      work.add(() -> cache.read(hashes(200)).size());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        assertThat(done.get()).isBetween(0, 200);
      }
    }
    assertThat(cache.files()).hasSize(8);
    assertUnits(cache.read(hashes(200)), 200);
  }

  @Test
  void lengthsThatDoNotAddUpAreNoUnit() {
    byte[] bytes = unit(1).bytes();
    assertThat(ReferenceUnit.parse(bytes)).isPresent();
    assertThat(ReferenceUnit.parse(Arrays.copyOf(bytes, bytes.length - 8))).isEmpty();
    byte[] many = bytes.clone();
    many[32] = 0x7f;
    assertThat(ReferenceUnit.parse(many)).isEmpty();
    byte[] none = bytes.clone();
    Arrays.fill(none, 36, 40, (byte) 0);
    assertThat(ReferenceUnit.parse(none)).isEmpty();
  }
}
