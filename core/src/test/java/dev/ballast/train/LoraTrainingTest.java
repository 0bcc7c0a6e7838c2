package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Extras;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.model.AdaptedDecoder;
import dev.ballast.model.Adapter;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.LoraConfig;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.TinyLlama;
import dev.ballast.model.TokenScores;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.train.loss.Dpo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter trains in place of the model's own weights. */
class LoraTrainingTest {
  private static final String SIX_STEPS =
      "max_steps: 6\nper_device_train_batch_size: 2\nsave_steps: 3\nlogging_steps: 2\n";

  private static final class Killed extends RuntimeException {}

  @TempDir private Path folder;

  private final long before = Live.count();
  private final Decoder base;
  private final List<TrainEvent> events = new ArrayList<>();

  LoraTrainingTest() {
    try (Scope _ = Scope.open()) {
      base = TinyLlama.decoder(5, "");
    }
  }

  @AfterEach
  void nothingLeaks() {
    base.close();
    assertThat(Live.count()).isEqualTo(before);
  }

  private Map<String, double[]> train(
      String name, LoraConfig lora, Function<Decoder, Step> step, Consumer<TrainEvent> listener) {
    try (AdaptedDecoder model = base.with(Adapter.fresh(lora, base, 42))) {
      ModelFiles files =
          new ModelFiles(TinyLlama.config(""), Extras.none())
              .with(model.adapter().config().json("base", Optional.empty()));
      Trainer.Job job = new Trainer.Job(model, step.apply(model), 1e-2, Configs.of(SIX_STEPS));
      var _ = new Trainer(job, files, folder.resolve(name), listener).run();
      return Tiny.weights(model);
    }
  }

  @Test
  void aKilledRunGoesOnToTheSameBitsWithDropoutToo() {
    LoraConfig lora = TinyLlama.lora(0.2, "lm_head", "norm");
    for (Function<Decoder, Step> step :
        List.<Function<Decoder, Step>>of(Tiny::sft, Tiny::dpo, Tiny::bfpo)) {
      String name = "run" + events.size();
      var whole = train(name + "-whole", lora, step, events::add);
      assertThatThrownBy(() -> train(name, lora, step, LoraTrainingTest::killAtThree))
          .isInstanceOf(Killed.class);
      var resumed = train(name, lora, step, events::add);
      assertThat(resumed).containsOnlyKeys(whole.keySet());
      resumed.forEach(
          (weight, values) -> assertThat(values).as(weight).containsExactly(whole.get(weight)));
    }
  }

  @Test
  void aRunWithOtherDropoutDoesNotGoOn() {
    LoraConfig dropping = TinyLlama.lora(0.2);
    assertThatThrownBy(() -> train("run", dropping, Tiny::dpo, LoraTrainingTest::killAtThree))
        .isInstanceOf(Killed.class);
    assertThatThrownBy(() -> train("run", TinyLlama.lora(0), Tiny::dpo, events::add))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("another configuration");
  }

  private static void killAtThree(TrainEvent event) {
    if (event instanceof TrainEvent.Saved saved && saved.step() == 3) {
      throw new Killed();
    }
  }

  @Test
  void onlyTheAdapterTrainsAndIsSavedAsPeftReadsIt() {
    Map<String, double[]> baseBefore = Tiny.weights(base);
    var trained = train("run", TinyLlama.lora(0, "norm"), Tiny::dpo, events::add);
    Tiny.weights(base)
        .forEach((name, values) -> assertThat(values).containsExactly(baseBefore.get(name)));
    assertThat(trained.keySet())
        .hasSize(2 * 2 * 7 + 5)
        .contains(
            "base_model.model.model.layers.1.mlp.up_proj.lora_A.weight",
            "base_model.model.model.norm.weight");
    Path saved = folder.resolve("run/model");
    assertThat(saved.resolve("config.json")).doesNotExist();
    try (AdapterFolder files = AdapterFolder.open(saved);
        AdaptedDecoder model = base.with(Adapter.read(files, base.config()))) {
      assertThat(files.base()).isEqualTo("base");
      assertThat(model.adapter().config().alpha()).isEqualTo(8);
      Tiny.weights(model)
          .forEach((name, values) -> assertThat(values).containsExactly(trained.get(name)));
    }
    long numbers = trained.values().stream().mapToLong(values -> values.length).sum();
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            TrainEvent.Started.class, e -> assertThat(e.parameters()).isEqualTo(numbers));
  }

  @Test
  void theReferenceIsTheModelWithTheAdapterOff() {
    List<EncodedPair> pairs = Tiny.pairs(4);
    Dpo loss = new Dpo(0.1, 0);
    try (AdaptedDecoder model = base.with(TinyLlama.adapter(base, TinyLlama.lora(0.3), 8))) {
      PairStep step = new PairStep(model, pairs, loss, 0);
      var _ = step.prepare(3, _ -> {});
      MicroBatch first = step.microBatch(new int[] {0}, 1, 0);
      double dropped = first.metrics().get("rewards/chosen");
      assertThat(step.microBatch(new int[] {0}, 1, 0).metrics()).isEqualTo(first.metrics());
      assertThat(step.microBatch(new int[] {0}, 1, 1).metrics().get("rewards/chosen"))
          .isNotCloseTo(dropped, within(1e-6));
    }
    try (AdaptedDecoder model = base.with(TinyLlama.adapter(base, TinyLlama.lora(0), 8))) {
      PairStep step = new PairStep(model, pairs, loss, 0);
      var _ = step.prepare(3, _ -> {});
      MicroBatch first = step.microBatch(new int[] {0}, 1, 0);
      double ratio = chosen(model, pairs.getFirst()) - chosen(base, pairs.getFirst());
      assertThat(first.metrics().get("rewards/chosen")).isCloseTo(0.1 * ratio, within(1e-4));
      assertThat(Math.abs(ratio)).isGreaterThan(1e-2);
    }
  }

  private static double chosen(Decoder model, EncodedPair pair) {
    int[] row = TinyLlama.concat(pair.prompt(), pair.chosen());
    double[] scores = TokenScores.logProbs(model, PackedTokens.rows(List.of(row)));
    double sum = 0;
    for (int i = pair.prompt().length; i < row.length; i++) {
      sum += scores[i];
    }
    return sum;
  }

  @Test
  void anAdapterThatDoesNotFitIsRefusedByName() {
    var _ = train("run", TinyLlama.lora(0), Tiny::sft, events::add);
    try (Decoder other = other();
        AdapterFolder files = AdapterFolder.open(folder.resolve("run/model"))) {
      assertThatThrownBy(() -> Adapter.read(files, other.config()).close())
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("q_proj.lora_A.weight must have shape [4, 16]", "[4, 32]");
    }
  }

  private static Decoder other() {
    String narrow =
        TinyLlama.config("").toString().replace("\"hidden_size\":32", "\"hidden_size\":16");
    return Families.random(Json.tree(narrow), new SplittableRandom(1));
  }

  @Test
  void keysWithoutUsePeftAreRefused() {
    assertThatThrownBy(() -> Configs.of("lora_r: 8\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("lora_r does nothing without use_peft");
    assertThatThrownBy(() -> Configs.of("use_peft: true\nlora_dropout: 1.0\n"))
        .hasMessageContaining("lora_dropout must be in [0, 1)");
    LoraConfig lora =
        Configs.of("use_peft: true\nlora_target_modules: [q_proj, up_proj]\nuse_rslora: true\n")
            .lora()
            .adapter(LoraKeys.Dropout.ON)
            .orElseThrow();
    assertThat(List.of(lora.r(), lora.alpha(), lora.dropout(), lora.rankStabilised()))
        .isEqualTo(List.of(16, 32.0, 0.05, true));
    assertThat(Configs.of("").lora().adapter(LoraKeys.Dropout.ON)).isEmpty();
    assertThat(
            Configs.of("use_peft: true\nlora_dropout: 0.4\n")
                .lora()
                .adapter(LoraKeys.Dropout.OFF)
                .orElseThrow()
                .dropout())
        .isZero();
  }
}
