package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.Families;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Live;
import dev.ballast.train.LoraKeys.Dropout;
import dev.ballast.train.RunOutline.Objective;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The forecast of runs whose numbers can be counted by hand. */
class ForecastTest {
  private static final ModelConfig MODEL =
      Families.config(TinyLlama.config(", \"tie_word_embeddings\": true"));

  /** Numbers of the embedding, of one layer, of the whole model. */
  private static final long EMBEDDING = 64L * 32;

  private static final long LAYER = 2L * 32 + 2L * 32 * 32 + 2L * 16 * 32 + 3L * 48 * 32;
  private static final long WEIGHTS = EMBEDDING + 2 * LAYER + 32;

  private static final String LORA =
      "use_peft: true\nlora_r: 4\nlora_target_modules: [down_proj]\n";

  /** Numbers that a layer keeps of a token, all trained, several spans. */
  private static final long KEPT = 2L * (3 * 32 + 1) + (3 * 32 + 4 + 2 * 16) + 4 * 48;

  private static Learner learner(String yaml) {
    return Learner.of(MODEL, Configs.of(yaml).lora().adapter(Dropout.OFF));
  }

  private static RunOutline sft(String yaml, int rows, int length) {
    List<EncodedRow> encoded =
        IntStream.range(0, rows)
            .mapToObj(i -> new EncodedRow("r" + i, TinyLlama.row(i, length), length - 10))
            .toList();
    return new RunOutline(
        learner(yaml),
        Configs.of(yaml),
        Objective.COMPLETIONS,
        Packing.rows(encoded, MODEL),
        Optional.empty());
  }

  private static RunOutline dpo(String yaml, List<EncodedPair> pairs, Optional<Packing> buffer) {
    return new RunOutline(
        learner(yaml),
        Configs.of(yaml),
        Objective.PAIRS,
        Packing.pairs(pairs, MODEL, PassSize.WHOLE),
        buffer);
  }

  @Test
  void longPassesPeakBeforeTheirBackwardPass() {
    RunOutline run = sft("per_device_train_batch_size: 2\n", 4, 100);
    MemoryForecast memory = MemoryForecast.of(run, 1_000, 500);
    assertThat(memory.weights()).isEqualTo(4 * WEIGHTS);
    assertThat(memory.moments()).isEqualTo(8 * WEIGHTS);
    assertThat(memory.loading()).isEqualTo(4 * WEIGHTS + 500);
    assertThat(memory.gradients()).isEqualTo(4 * EMBEDDING);
    long around = 200L * (3 * 32 + 3 * 4);
    long predictors = 2L * 20 * 32;
    assertThat(memory.activations()).isEqualTo(4 * (2 * 200 * KEPT + around + predictors));
    assertThat(memory.working()).isEqualTo(4 * 200 * KEPT);
    assertThat(memory.peak())
        .isEqualTo(
            1_000 + 12 * WEIGHTS + memory.gradients() + memory.activations() + memory.working());
  }

  @Test
  void withAccumulationAllGradientsAreThereBesideAllActivations() {
    String two = "per_device_train_batch_size: 2\ngradient_accumulation_steps: 2\n";
    assertThat(MemoryForecast.of(sft(two, 4, 100), 0, 0).gradients()).isEqualTo(4 * WEIGHTS);
    RunOutline buffered =
        dpo(
            "per_device_train_batch_size: 2\n",
            Tiny.pairs(4),
            Optional.of(Packing.pairs(Tiny.pairs(3), MODEL, PassSize.WHOLE)));
    assertThat(buffered.passesPerStep()).isEqualTo(2);
    assertThat(buffered.passes()).hasSize(2 * 6);
  }

  @Test
  void aBatchInTwoPassesHoldsHalfTheActivationsBesideAllGradients() {
    String yaml = "per_device_train_batch_size: 2\n";
    List<EncodedPair> pairs = Tiny.pairs(2);
    RunOutline whole = dpo(yaml, pairs, Optional.empty());
    Packing each = Packing.pairs(pairs, MODEL, new PassSize(1));
    RunOutline cut =
        new RunOutline(learner(yaml), Configs.of(yaml), Objective.PAIRS, each, Optional.empty());
    assertThat(whole.passesPerStep()).isEqualTo(1);
    assertThat(cut.passesPerStep()).isEqualTo(2);
    assertThat(cut.passes()).hasSize(2 * whole.passes().size());
    assertThat(cut.passes().stream().mapToLong(PassLoad::tokens).sum())
        .isEqualTo(whole.passes().stream().mapToLong(PassLoad::tokens).sum());
    assertThat(MemoryForecast.of(cut, 0, 0).gradients()).isEqualTo(4 * WEIGHTS);
  }

  @Test
  void shortPassesPeakWithAllGradients() {
    RunOutline run = sft("per_device_train_batch_size: 1\n", 4, 12);
    assertThat(MemoryForecast.of(run, 0, 0).gradients()).isEqualTo(4 * WEIGHTS);
  }

  @Test
  void recomputingNeedsLess() {
    String yaml = "per_device_train_batch_size: 4\n";
    long kept = MemoryForecast.of(sft(yaml, 4, 100), 0, 0).peak();
    long again =
        MemoryForecast.of(sft(yaml + "gradient_checkpointing: true\n", 4, 100), 0, 0).peak();
    assertThat(again).isLessThan(kept);
  }

  @Test
  void onlyWhatIsTrainedHasMoments() {
    RunOutline run = sft("trainable: ['*.layers.1.mlp.down_proj.weight']\n", 4, 20);
    MemoryForecast memory = MemoryForecast.of(run, 0, 0);
    assertThat(run.trainedNumbers()).isEqualTo(48L * 32);
    assertThat(memory.moments()).isEqualTo(8L * 48 * 32);
    assertThat(memory.weights()).isEqualTo(4 * WEIGHTS);
  }

  @Test
  void stepsTokensAndCheckpointsAreThoseOfTheRun() {
    RunOutline run =
        sft("num_train_epochs: 2\nper_device_train_batch_size: 2\nsave_steps: 2\n", 5, 20);
    assertThat(run.steps()).isEqualTo(6);
    assertThat(run.plan().stepsPerEpoch()).isEqualTo(3);
    assertThat(run.tokensPerEpoch()).isEqualTo(100);
    assertThat(run.checkpoints()).isEqualTo(3);
    assertThat(run.passes().stream().mapToLong(PassLoad::tokens).sum()).isEqualTo(200);
    assertThat(run.passes().stream().mapToInt(PassLoad::targets).sum()).isEqualTo(100);
    assertThat(run.reference()).isEmpty();
  }

  /** A second forward and ten back for a token and layer; an adapter's layer takes 2 and 7. */
  private static StepRates rates(double around, double update, StepRates.Head head) {
    return new StepRates(
        new StepRates.Layer(1, 10), new StepRates.Layer(2, 7), around, update, head);
  }

  @Test
  void ofAnAdaptersRunTheAdapterAloneHasMoments() {
    RunOutline run =
        sft(LORA + "max_steps: 4\nsave_steps: 2\nper_device_train_batch_size: 2\n", 8, 20);
    long adapter = 2 * 4L * (32 + 48);
    assertThat(run.trainedNumbers()).isEqualTo(adapter);
    MemoryForecast memory = MemoryForecast.of(run, 0, 0);
    assertThat(memory.weights()).isEqualTo(4 * (WEIGHTS + adapter));
    assertThat(memory.moments()).isEqualTo(8 * adapter);
    StepRates rates = rates(0, 1e-3, new StepRates.Head(0, 0, 0, 0));
    TimeForecast time = TimeForecast.of(run, new TimeForecast.Surroundings(0, 1), rates);
    assertThat(time.perStep()).isCloseTo(40 * 2 * (2 + 7) + 1e-3 * adapter, within(1e-9));
    // Two checkpoints with moments, and the adapter in the end.
    assertThat(time.writing()).isCloseTo(4.0 * adapter * (1 + 2 * 3), within(1e-9));
  }

  @Test
  void anAdaptersRunPassesThroughLayersWithoutMatrices() {
    RunOutline run =
        sft(
            "use_peft: true\nlora_target_modules: [model.layers.0.mlp.down_proj]\n"
                + "per_device_train_batch_size: 2\n",
            4,
            20);
    StepRates rates = rates(0, 0, new StepRates.Head(0, 0, 0, 0));
    TimeForecast time = TimeForecast.of(run, new TimeForecast.Surroundings(0, 0), rates);
    assertThat(time.perStep()).isCloseTo(40 * (2 + 7 + 1 + 10 * 0.5), within(1e-9));
  }

  @Test
  void timeIsTokensTimesRates() {
    RunOutline run =
        dpo(
            "max_steps: 4\nper_device_train_batch_size: 2\nsave_strategy: 'no'\n",
            Tiny.pairs(1),
            Optional.empty());
    StepRates rates = rates(100, 1e-3, new StepRates.Head(5, 7, 11, 1e9));
    TimeForecast time = TimeForecast.of(run, new TimeForecast.Surroundings(3, 1e-6), rates);
    EncodedPair pair = Tiny.pairs(1).getFirst();
    long targets = (long) pair.chosen().length + pair.rejected().length;
    long packed = pair.prompt().length + targets;
    double pass = packed * (2 * 1 + 2 * 10) + 100 + targets * (7 + 11);
    assertThat(time.perStep()).isCloseTo(pass + 1e-3 * WEIGHTS, within(1e-9));
    assertThat(time.training()).isCloseTo(4 * time.perStep(), within(1e-9));
    assertThat(time.reference()).isCloseTo(packed * 2 + targets * 5, within(1e-9));
    assertThat(time.writing()).isCloseTo(4e-6 * WEIGHTS, within(1e-9));
    assertThat(time.total())
        .isCloseTo(3 + time.reference() + time.training() + time.writing(), within(1e-9));
  }

  @Test
  void halfABackwardPassPassesThroughFrozenMatrices() {
    RunOutline run =
        dpo(
            "max_steps: 1\ntrainable: ['*.layers.1.mlp.*']\ngradient_checkpointing: true\n",
            Tiny.pairs(1),
            Optional.empty());
    StepRates rates = rates(0, 0, new StepRates.Head(0, 0, 0, 0));
    TimeForecast time = TimeForecast.of(run, new TimeForecast.Surroundings(0, 0), rates);
    EncodedPair pair = Tiny.pairs(1).getFirst();
    long packed = (long) pair.prompt().length + pair.chosen().length + pair.rejected().length;
    double share = 3.0 * 48 * 32 / LAYER;
    assertThat(time.perStep()).isCloseTo(packed * (3 + 10 * (0.5 + 0.5 * share)), within(1e-9));
  }

  @Test
  void theMachineIsMeasured() {
    RunOutline run = sft("per_device_train_batch_size: 2\n", 4, 60);
    StepRates rates = StepRates.measure(run.learner(), run.sample(512), true);
    assertThat(rates.adapted()).isEqualTo(rates.plain());
    assertThat(rates.head().score()).isPositive();
    assertThat(rates.head().backward()).isPositive();
    assertThat(rates.update()).isPositive();
    StepRates.Layer layer = rates.plain();
    assertThat(layer.forward() + layer.backward() + rates.around()).isPositive();
    RunOutline adapter = sft(LORA + "per_device_train_batch_size: 2\n", 4, 60);
    long live = Live.count();
    StepRates adapted = StepRates.measure(adapter.learner(), adapter.sample(512), false);
    assertThat(adapted.adapted()).isNotEqualTo(adapted.plain());
    assertThat(adapted.update()).isPositive();
    assertThat(Live.count()).isEqualTo(live);
    assertThat(run.sample(70).size()).isEqualTo(60);
    assertThat(run.sample(512).size()).isEqualTo(120);
  }
}
