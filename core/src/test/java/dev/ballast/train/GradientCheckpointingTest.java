package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Activations;
import dev.ballast.model.Decoder;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Live;
import dev.ballast.train.loss.Dpo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are computed again give the gradients of layers that are kept. */
class GradientCheckpointingTest {
  private static final BatchPlan.Step STEP =
      Tiny.oneStep(List.of(new int[] {0, 1}, new int[] {2, 3}));

  @TempDir private Path folder;

  private static Step sft(Decoder model, Activations activations) {
    return new SftStep(model, Tiny.rows(4), activations);
  }

  private static Step dpo(Decoder model, Activations activations) {
    PairPasses passes = new PairPasses(activations, PassSize.WHOLE, ReferenceSource.memory());
    Step step = new PairStep(model, Tiny.pairs(4), new Dpo(0.1, 0), 0.5, passes);
    var _ = step.prepare(2, _ -> {});
    return step;
  }

  private static Map<String, double[]> gradients(
      Function<Decoder, Step> make, List<String> trainable) {
    try (Decoder model = Tiny.model()) {
      var _ = model.trainable(trainable);
      Step step = make.apply(model);
      long before = Live.count();
      var _ = step.accumulate(STEP);
      assertThat(Live.count()).as("living tensors").isEqualTo(before);
      return TinyLlama.gradients(model);
    }
  }

  @Test
  void gradientsAreTheSameWhateverIsTrained() {
    for (String pattern :
        List.of("*", "*.layers.1.*", "*.down_proj.weight", "model.norm.weight", "*.0.mlp.*")) {
      List<String> trainable = List.of(pattern);
      assertSame(
          gradients(model -> sft(model, Activations.RECOMPUTED), trainable),
          gradients(model -> sft(model, Activations.KEPT), trainable));
      assertSame(
          gradients(model -> dpo(model, Activations.RECOMPUTED), trainable),
          gradients(model -> dpo(model, Activations.KEPT), trainable));
    }
  }

  private static void assertSame(Map<String, double[]> gradients, Map<String, double[]> wanted) {
    assertThat(wanted).isNotEmpty();
    assertThat(gradients).containsOnlyKeys(wanted.keySet());
    wanted.forEach(
        (name, values) -> assertThat(gradients.get(name)).as(name).containsExactly(values));
  }

  @Test
  void theKeyTurnsItOnAndTheWeightsStayTheSame() {
    assertThat(Configs.of("max_steps: 1\n").activations()).isEqualTo(Activations.KEPT);
    assertSame(trained("gradient_checkpointing: true\n"), trained(""));
  }

  private Map<String, double[]> trained(String more) {
    TrainConfig config =
        Configs.of("max_steps: 3\nper_device_train_batch_size: 2\nsave_strategy: 'no'\n" + more);
    try (Decoder model = Tiny.model()) {
      Trainer.Job job = new Trainer.Job(model, dpo(model, config.activations()), 1e-3, config);
      Path output = folder.resolve("run" + more.length());
      var _ = new Trainer(job, Tiny.FILES, output, _ -> {}).run();
      return Tiny.weights(model);
    }
  }
}
