package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.model.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainerTest {
  private static final String SIX_STEPS =
      """
      max_steps: 6
      per_device_train_batch_size: 2
      logging_steps: 2
      save_steps: 3
      lr_scheduler_type: cosine
      warmup_steps: 2
      weight_decay: 0.1
      """;

  private static final class Killed extends RuntimeException {}

  @TempDir private Path folder;

  private final List<TrainEvent> events = new ArrayList<>();

  private Map<String, double[]> train(
      String name, String yaml, Function<Decoder, Step> step, Consumer<TrainEvent> listener) {
    try (Decoder model = Tiny.model()) {
      Trainer.Job job = new Trainer.Job(model, step.apply(model), 1e-3, Configs.of(yaml));
      var _ = new Trainer(job, Tiny.FILES, folder.resolve(name), listener).run();
      return Tiny.weights(model);
    }
  }

  private static Consumer<TrainEvent> killAfter(long step) {
    return event -> {
      if (event instanceof TrainEvent.Saved saved && saved.step() == step) {
        throw new Killed();
      }
    };
  }

  private static void assertSameBits(Map<String, double[]> a, Map<String, double[]> b) {
    assertThat(a).containsOnlyKeys(b.keySet());
    a.forEach((name, values) -> assertThat(values).as(name).containsExactly(b.get(name)));
  }

  @Test
  void theSameJobGivesTheSameBits() {
    assertSameBits(
        train("a", SIX_STEPS, Tiny::sft, events::add),
        train("b", SIX_STEPS, Tiny::sft, events::add));
  }

  @Test
  void aKilledRunGoesOnToTheSameBits() throws IOException {
    for (Function<Decoder, Step> step :
        List.<Function<Decoder, Step>>of(Tiny::sft, Tiny::dpo, Tiny::bfpo)) {
      String name = "run" + events.size();
      var whole = train(name + "-whole", SIX_STEPS, step, events::add);
      assertThatThrownBy(() -> train(name, SIX_STEPS, step, killAfter(3)))
          .isInstanceOf(Killed.class);
      assertThat(folder.resolve(name).resolve("model")).doesNotExist();
      var resumed = train(name, SIX_STEPS, step, events::add);
      assertSameBits(resumed, whole);
      assertThat(Files.readString(folder.resolve(name).resolve("trainer_state.json")))
          .isEqualTo(Files.readString(folder.resolve(name + "-whole/trainer_state.json")));
    }
    assertThat(starts()).containsExactly(0L, 3L, 0L, 3L, 0L, 3L);
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    String yaml = SIX_STEPS.replace("save_steps: 3", "save_steps: 2");
    var whole = train("whole", yaml, Tiny::dpo, events::add);
    assertThatThrownBy(() -> train("run", yaml, Tiny::dpo, killAfter(4)))
        .isInstanceOf(Killed.class);
    Files.writeString(folder.resolve("run/checkpoint-4/optimizer.safetensors"), "broken");
    events.clear();
    assertSameBits(train("run", yaml, Tiny::dpo, events::add), whole);
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            TrainEvent.PassedOver.class,
            e -> assertThat(e.reason()).contains("optimizer.safetensors"));
    assertThat(starts()).containsExactly(2L);
  }

  @Test
  void anotherConfigurationMayNotGoOn() {
    assertThatThrownBy(() -> train("run", SIX_STEPS, Tiny::sft, killAfter(3)))
        .isInstanceOf(Killed.class);
    String other = SIX_STEPS.replace("weight_decay: 0.1", "weight_decay: 0.2");
    assertThatThrownBy(() -> train("run", other, Tiny::sft, events::add))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("another configuration")
        .hasMessageContaining("output_dir");
  }

  @Test
  void accumulationEqualsOneBatch() {
    String whole = "max_steps: 3\nper_device_train_batch_size: 4\nlr_scheduler_type: constant\n";
    String parts =
        "max_steps: 3\ngradient_accumulation_steps: 4\nper_device_train_batch_size: 1\n"
            + "lr_scheduler_type: constant\n";
    for (Function<Decoder, Step> step : List.<Function<Decoder, Step>>of(Tiny::sft, Tiny::dpo)) {
      var a = train("a" + events.size(), whole, step, events::add);
      var b = train("b" + events.size(), parts, step, events::add);
      // AdamW turns rounding of tiny gradients into steps of the learning rate's size at most.
      a.forEach(
          (name, values) ->
              assertThat(meanDistance(values, b.get(name))).as(name).isLessThan(1e-5));
    }
  }

  private static double meanDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  @Test
  void learnsByHeart() {
    String yaml = "max_steps: 60\nlr_scheduler_type: constant\nlogging_steps: 20\n";
    var _ = train("run", yaml, Tiny::sft, events::add);
    List<StepMetrics> log = logged();
    assertThat(log.getLast().value("loss")).isLessThan(log.getFirst().value("loss") / 2);
    assertThat(log.getLast().value("mean_token_accuracy"))
        .isGreaterThan(log.getFirst().value("mean_token_accuracy"));
  }

  private List<Long> starts() {
    return events.stream()
        .filter(TrainEvent.Started.class::isInstance)
        .map(e -> ((TrainEvent.Started) e).from())
        .toList();
  }

  private List<StepMetrics> logged() {
    return events.stream()
        .filter(TrainEvent.Logged.class::isInstance)
        .map(e -> ((TrainEvent.Logged) e).metrics())
        .toList();
  }

  @Test
  void writesWhatTrackersRead() throws IOException {
    var weights = train("run", SIX_STEPS + "save_total_limit: 1\n", Tiny::dpo, events::add);
    Path run = folder.resolve("run");
    assertThat(run.resolve("checkpoint-3")).doesNotExist();
    assertThat(run.resolve("checkpoint-6/manifest.json")).exists();
    JsonNode state = Json.tree(Files.readString(run.resolve("trainer_state.json")));
    assertThat(state.path("global_step").asInt()).isEqualTo(6);
    assertThat(state.path("num_train_epochs").asInt()).isEqualTo(2);
    JsonNode first = state.path("log_history").path(0);
    assertThat(first.propertyNames())
        .contains("loss", "grad_norm", "learning_rate", "epoch", "step", "num_tokens")
        .contains("entropy", "mean_token_accuracy", "logits/chosen", "logits/rejected")
        .contains("rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies")
        .contains("logps/chosen", "logps/rejected");
    assertThat(first.path("step").asInt()).isEqualTo(2);
    assertThat(first.path("learning_rate").asDouble()).isEqualTo(0.5e-3);
    assertThat(first.path("epoch").asDouble()).isCloseTo(0.5, within(1e-12));
    try (Checkpoint saved = Checkpoint.open(run.resolve("model"));
        var _ = dev.ballast.tensor.Scope.open()) {
      weights.forEach(
          (name, values) ->
              assertThat(saved.weights().read(name).toDoubles()).containsExactly(values));
    }
  }

  @Test
  void anInfiniteLossStopsBeforeTheWeightsAreTouched() {
    Function<Decoder, Step> broken =
        model ->
            new PairStep(
                model,
                Tiny.pairs(4),
                new PreferenceLoss.ReferenceFree() {
                  @Override
                  public double beta() {
                    return 1;
                  }

                  @Override
                  public dev.ballast.tensor.Tensor perPair(PairLogProbs policy) {
                    return policy.chosen().sum().mul(Double.POSITIVE_INFINITY);
                  }
                },
                0);
    assertThatThrownBy(() -> train("run", SIX_STEPS, broken, events::add))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("diverged at step 1")
        .hasMessageContaining("learning_rate");
  }

  @Test
  void alarmsAreToldAndMayStopTheRun() {
    String yaml = SIX_STEPS + "alarm_below: {logps/chosen: 0}\n";
    var _ = train("told", yaml, Tiny::dpo, events::add);
    assertThat(events.stream().filter(TrainEvent.Alarm.class::isInstance)).hasSize(3);
    assertThatThrownBy(() -> train("stopped", yaml + "stop_on: alarm\n", Tiny::dpo, events::add))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("logps/chosen fell to");
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() {
    var _ = train("run", SIX_STEPS, Tiny::sft, events::add);
    assertThatThrownBy(() -> train("run", SIX_STEPS, Tiny::sft, events::add))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("finished already");
  }
}
