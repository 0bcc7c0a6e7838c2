package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.checkpoint.Extras;
import dev.ballast.json.BadInput;
import dev.ballast.model.Activations;
import dev.ballast.model.Decoder;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.train.ReferenceCache.Stored;
import dev.ballast.train.loss.Bfpo;
import dev.ballast.train.loss.Dpo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceCacheTest {
  private static final String KEYS = "max_steps: 5\nper_device_train_batch_size: 2\n";

  @TempDir private Path folder;

  private final Decoder model = Tiny.model();
  private final List<TrainEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    model.close();
  }

  private ReferenceCache cache() {
    return cache(folder.resolve("cache"));
  }

  private ReferenceCache cache(Path root) {
    return new ReferenceCache(root, ReferenceKey.of(model, Tiny.FILES), 1);
  }

  private static ReferenceSource memory(int batch) {
    return new ReferenceSource(Optional.of(batch), Optional.empty());
  }

  private static ReferenceSource cached(int batch, ReferenceCache cache) {
    return new ReferenceSource(Optional.of(batch), Optional.of(cache));
  }

  private ReferencePass pass(int pairs, ReferenceSource source) {
    return pass(Tiny.pairs(pairs), source);
  }

  private ReferencePass pass(List<EncodedPair> pairs, ReferenceSource source) {
    int batch = source.batch().orElseThrow();
    return ReferencePass.of(model, pairs, batch, source.cache(), events::add);
  }

  private static void assertSameBits(ReferencePass a, ReferencePass b) {
    assertThat(a.kept()).hasSameSizeAs(b.kept());
    for (int i = 0; i < a.kept().size(); i++) {
      assertThat(a.kept().get(i).chosen()).containsExactly(b.kept().get(i).chosen());
      assertThat(a.kept().get(i).rejected()).containsExactly(b.kept().get(i).rejected());
    }
  }

  private Map<String, double[]> train(
      String name, ReferenceSource source, BiFunction<Decoder, ReferenceSource, Step> step) {
    try (Decoder policy = Tiny.model()) {
      Trainer.Job job = new Trainer.Job(policy, step.apply(policy, source), 1e-3, Configs.of(KEYS));
      var _ = new Trainer(job, Tiny.FILES, folder.resolve(name), events::add).run();
      return Tiny.weights(policy);
    }
  }

  private static Step dpo(Decoder policy, ReferenceSource source) {
    return new PairStep(policy, Tiny.pairs(7), new Dpo(0.1, 0), 0, passes(source));
  }

  private static Step bfpo(Decoder policy, ReferenceSource source) {
    Bfpo loss = new Bfpo(0.1, 3, 0.5);
    BatchPlan plan = new BatchPlan(3, 2, 1, new BatchPlan.RowOrder.Shuffled(4));
    PairStep buffer = new PairStep(policy, Tiny.pairs(10).subList(7, 10), loss, 0, passes(source));
    return new BufferedStep(
        new PairStep(policy, Tiny.pairs(7), loss, 0, passes(source)), buffer, plan, 1);
  }

  private static PairPasses passes(ReferenceSource source) {
    return new PairPasses(Activations.KEPT, PassSize.WHOLE, source);
  }

  private List<ReferenceUse> uses() {
    return events.stream()
        .filter(TrainEvent.ReferenceRead.class::isInstance)
        .map(event -> ((TrainEvent.ReferenceRead) event).use())
        .toList();
  }

  @Test
  void trainingHasTheSameBitsWithAndWithoutIt() {
    for (int batch : new int[] {1, 3}) {
      Path root = folder.resolve("cache-" + batch);
      for (BiFunction<Decoder, ReferenceSource, Step> step :
          List.<BiFunction<Decoder, ReferenceSource, Step>>of(
              ReferenceCacheTest::dpo, ReferenceCacheTest::bfpo)) {
        String name = "run-" + batch + "-" + events.size();
        var without = train(name + "-without", memory(batch), step);
        for (String state : List.of("-cold", "-warm")) {
          var with = train(name + state, cached(batch, cache(root)), step);
          assertThat(with).containsOnlyKeys(without.keySet());
          with.forEach((weight, values) -> assertThat(values).containsExactly(without.get(weight)));
        }
      }
    }
    String key = cache().key().hex();
    // The second method finds the rows that both have, and adds its buffer.
    assertThat(uses().subList(0, 4))
        .containsExactly(
            new ReferenceUse(key, 7, 0, 0),
            new ReferenceUse(key, 7, 7, 4),
            new ReferenceUse(key, 10, 7, 4),
            new ReferenceUse(key, 10, 10, 7));
    // Three pairs a pass: the last pass of seven pairs has one.
    assertThat(uses().subList(4, 8)).extracting(ReferenceUse::cached).containsExactly(0, 7, 7, 10);
  }

  @Test
  void missingRowsAreComputedAndAdded() throws IOException {
    ReferenceSource source = cached(1, cache());
    assertThat(pass(4, source).use().cached()).isZero();
    ReferencePass more = pass(7, source);
    assertThat(more.use()).isEqualTo(new ReferenceUse(cache().key().hex(), 7, 4, 4));
    assertThat(pass(7, source).use().cached()).isEqualTo(7);
    assertThat(cache().files()).hasSize(2);
    assertSameBits(more, pass(7, memory(1)));
    assertThat(events).isEmpty();
  }

  @Test
  void equalRowsAreComputedOnce() throws IOException {
    List<EncodedPair> twice = new ArrayList<>(Tiny.pairs(2));
    twice.addAll(Tiny.pairs(2));
    ReferenceSource source = cached(1, cache());
    ReferencePass pass = pass(twice, source);
    assertThat(pass.kept()).hasSize(4);
    assertThat(pass.kept().get(2).chosen()).containsExactly(pass.kept().get(0).chosen());
    long once = Files.size(cache().files().getFirst());
    ReferenceCache other = cache(folder.resolve("other"));
    var _ = pass(2, cached(1, other));
    assertThat(Files.size(other.files().getFirst())).isEqualTo(once);
  }

  @Test
  void theKeyFollowsWeightsAndTemplate() {
    String before = ReferenceKey.of(model, Tiny.FILES).hex();
    try (Decoder same = Tiny.model()) {
      assertThat(ReferenceKey.of(same, Tiny.FILES).hex()).isEqualTo(before);
    }
    ModelFiles templated =
        new ModelFiles(
            TinyLlama.config(""), Extras.none().with("chat_template.jinja", "{{ messages }}"));
    assertThat(ReferenceKey.of(model, templated).hex()).isNotEqualTo(before);
    try (Scope _ = Scope.open()) {
      var last = model.parameters().lastEntry().getValue();
      last.bytes().put(0, (byte) (last.bytes().get(0) ^ 1));
    }
    assertThat(ReferenceKey.of(model, Tiny.FILES).hex()).isNotEqualTo(before);
  }

  @Test
  void aWrongNumberIsRefused() throws IOException {
    ReferencePass right = pass(3, memory(1));
    List<EncodedPair> pairs = Tiny.pairs(3);
    try (ReferenceFile file = ReferenceFile.create(cache().folder(), cache().key())) {
      for (int i = 0; i < 3; i++) {
        double[] rejected = right.kept().get(i).rejected().clone();
        rejected[0] += i == 1 ? 1e-3 : 0;
        ReferenceRow row = new ReferenceRow(right.kept().get(i).chosen(), rejected);
        String hash = ReferenceUnit.hashOf(pairs.subList(i, i + 1));
        file.append(new ReferenceUnit(hash, List.of(row)));
      }
    }
    double computed = right.kept().get(1).rejected()[0];
    assertThatThrownBy(() -> pass(3, cached(1, cache())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(cache().files().getFirst().toString())
        .hasMessageContaining("row p1, rejected, token 1")
        .hasMessageContaining("cached " + (computed + 1e-3))
        .hasMessageContaining("computed " + computed)
        .hasMessageContaining("delete that file");
  }

  @Test
  void notANumberIsRefused() throws IOException {
    List<EncodedPair> pair = Tiny.pairs(1);
    double[] nan = new double[pair.getFirst().chosen().length];
    nan[0] = Double.NaN;
    write(new ReferenceRow(nan, new double[pair.getFirst().rejected().length]), pair);
    assertThatThrownBy(() -> pass(1, cached(1, cache())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cached NaN");
  }

  @Test
  void anotherNumberOfTokensIsRefused() throws IOException {
    write(new ReferenceRow(new double[1], new double[9]), Tiny.pairs(1));
    assertThatThrownBy(() -> pass(1, cached(1, cache())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("another number of tokens")
        .hasMessageContaining("row p0");
  }

  private void write(ReferenceRow row, List<EncodedPair> pair) throws IOException {
    try (ReferenceFile file = ReferenceFile.create(cache().folder(), cache().key())) {
      file.append(new ReferenceUnit(ReferenceUnit.hashOf(pair), List.of(row)));
    }
  }

  @Test
  void aRecordInPiecesIsComputedAgain() throws IOException {
    ReferenceSource source = cached(1, cache());
    ReferencePass whole = pass(4, source);
    Path file = cache().files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    ReferencePass mended = pass(4, source);
    assertThat(mended.use().cached()).isEqualTo(3);
    assertSameBits(mended, whole);
    assertThat(pass(4, source).use().cached()).isEqualTo(4);
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldAndTheWorkGoesOn() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    ReferenceSource source = cached(1, cache(file));
    assertSameBits(pass(3, source), pass(3, memory(1)));
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            TrainEvent.ReferenceUncached.class,
            told -> assertThat(told.folder()).hasParentRaw(file));
  }

  @Test
  void aLargeCacheIsVerifiedInPart() throws IOException {
    ReferenceCache cache = cache();
    ReferencePass right = pass(6, cached(1, cache));
    Set<String> all =
        Set.copyOf(Tiny.pairs(6).stream().map(p -> ReferenceUnit.hashOf(List.of(p))).toList());
    Map<String, Stored> stored = cache.read(all);
    assertThat(stored).hasSize(6);
    ReferencePass read = pass(6, cached(1, cache));
    assertThat(read.use().verified()).isEqualTo(4);
    assertSameBits(read, right);
  }

  @Test
  void aSourceWithoutABatchTakesThatOfTheRun() {
    ReferenceCache cache = cache();
    Dpo loss = new Dpo(0.1, 0);
    ReferenceSource open = new ReferenceSource(Optional.empty(), Optional.of(cache));
    PairStep step = new PairStep(model, Tiny.pairs(7), loss, 0, passes(open));
    assertThat(step.prepare(3, events::add).cached()).isZero();
    assertThat(pass(7, cached(3, cache)).use().cached()).isEqualTo(7);
    // Only the last pass of seven pairs, of one pair, is one of those of another size.
    assertThat(pass(7, cached(1, cache)).use().cached()).isEqualTo(1);
    // Without a size of its own it is not in the fingerprint: older checkpoints go on.
    PairStep plain = new PairStep(model, Tiny.pairs(7), loss, 0);
    PairStep two = new PairStep(model, Tiny.pairs(7), loss, 0, passes(memory(2)));
    assertThat(step.fingerprint()).isEqualTo(plain.fingerprint());
    assertThat(two.fingerprint()).isNotEqualTo(plain.fingerprint());
  }

  @Test
  void leavesNothingBehind() {
    long before = Live.count();
    ReferenceSource source = cached(2, cache());
    var _ = pass(5, source);
    var _ = pass(5, source);
    assertThat(Live.count()).isEqualTo(before);
  }
}
