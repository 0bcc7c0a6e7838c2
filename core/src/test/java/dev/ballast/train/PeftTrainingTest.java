package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.Extras;
import dev.ballast.checkpoint.Safetensors;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.Json;
import dev.ballast.model.AdaptedDecoder;
import dev.ballast.model.Adapter;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Scope;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Steps of PEFT with torch alone, from the same A and B: tools/reference/lora.py. */
class PeftTrainingTest {
  private static final String FOUR_STEPS =
      """
      max_steps: 4
      per_device_train_batch_size: 4
      lr_scheduler_type: constant
      shuffle: false
      logging_steps: 1
      save_strategy: no
      """;

  @TempDir private Path output;

  private static Path resource(Class<?> owner, String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(owner.getResource(name), name).toURI());
  }

  @Test
  void lossesGradientsAndWeightsEqual() throws URISyntaxException, IOException {
    Path expected = resource(PeftTrainingTest.class, "tiny-lora-sft");
    JsonNode json = Json.tree(Files.readString(expected.resolve("expected.json")));
    List<EncodedRow> rows = rows(json.path("rows"));
    try (Checkpoint checkpoint = Checkpoint.open(resource(TinyLlama.class, "tiny-llama-untied"));
        AdapterFolder start = AdapterFolder.open(expected.resolve("start"));
        Decoder base = Families.read(checkpoint);
        AdaptedDecoder model = base.with(Adapter.read(start, base.config()))) {
      var _ = model.trainable(List.of("*"));
      SftStep step = new SftStep(model, rows);
      var _ = step.accumulate(Tiny.oneStep(List.of(new int[] {0, 1, 2, 3})));
      compare(TinyLlama.gradients(model), expected.resolve("gradients.safetensors"), 2e-4);
      List<StepMetrics> log = trained(model, step, start.config());
      for (int i = 0; i < 4; i++) {
        double loss = json.path("losses").path(i).asDouble();
        double norm = json.path("norms").path(i).asDouble();
        assertThat(log.get(i).value("loss")).isCloseTo(loss, within(1e-4 * loss));
        assertThat(log.get(i).value("grad_norm")).isCloseTo(norm, within(1e-3 * norm));
      }
      compare(Tiny.weights(model), expected.resolve("end/adapter_model.safetensors"), 1e-4);
    }
  }

  private List<StepMetrics> trained(AdaptedDecoder model, SftStep step, JsonNode config) {
    List<StepMetrics> log = new ArrayList<>();
    ModelFiles files = new ModelFiles(config, Extras.none(), Optional.of(config));
    Trainer.Job job = new Trainer.Job(model, step, 3e-3, Configs.of(FOUR_STEPS));
    var _ =
        new Trainer(
                job,
                files,
                output,
                event -> {
                  if (event instanceof TrainEvent.Logged logged) {
                    log.add(logged.metrics());
                  }
                })
            .run();
    return log;
  }

  private static void compare(Map<String, double[]> ours, Path file, double tolerance) {
    try (WeightSource theirs = Safetensors.read(file);
        Scope _ = Scope.open()) {
      assertThat(ours).containsOnlyKeys(theirs.names());
      ours.forEach(
          (name, values) ->
              assertThat(values)
                  .as(name)
                  .containsExactly(theirs.read(name).toDoubles(), within(tolerance)));
    }
  }

  private static List<EncodedRow> rows(JsonNode rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                new EncodedRow(
                    "r" + i,
                    rows.path(i).path("ids").valueStream().mapToInt(JsonNode::asInt).toArray(),
                    rows.path(i).path("prompt").asInt()))
        .toList();
  }
}
