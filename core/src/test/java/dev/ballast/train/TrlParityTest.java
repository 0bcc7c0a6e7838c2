package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.Extras;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.json.Json;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.Tokenizer;
import dev.ballast.train.loss.Dpo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Ten DPO steps on SmolLM2-135M-Instruct equal TRL's. Wants the JSON line that TRL's run printed
 * (40 pairs, batch 4, learning rate 5e-5, max_length 512) in the file {@code BALLAST_TRL_DPO}, the
 * checkpoint in {@code BALLAST_SMOLLM2} and the data root in {@code BALLAST_DATA_ROOT}.
 */
@Tag("peer")
@Tag("real")
class TrlParityTest {
  private static final String KEYS =
      """
      num_train_epochs: 1
      per_device_train_batch_size: 4
      lr_scheduler_type: constant
      max_length: 512
      logging_steps: 1
      save_strategy: no
      shuffle: false
      """;

  @TempDir private Path output;

  @Test
  void tenStepsEqual() throws IOException {
    JsonNode peer = Json.tree(Files.readString(path("BALLAST_TRL_DPO")));
    List<StepMetrics> log = train(path("BALLAST_SMOLLM2"), path("BALLAST_DATA_ROOT"));
    assertThat(log).hasSize(10);
    same(log, "loss", peer.path("losses"), 2e-3);
    same(log, "rewards/margins", peer.path("rewards_margins"), 2e-3);
    same(log, "rewards/chosen", peer.path("rewards_chosen"), 2e-3);
    same(log, "rewards/rejected", peer.path("rewards_rejected"), 2e-3);
    same(log, "logps/chosen", peer.path("logps_chosen"), 2e-3);
    same(log, "logps/rejected", peer.path("logps_rejected"), 2e-3);
    same(log, "grad_norm", peer.path("grad_norm"), 1e-2);
    assertThat(log.getLast().value("num_tokens")).isEqualTo(peer.path("num_tokens").asDouble());
  }

  /** Compare every step; what TRL prints is rounded to 1e-4. */
  private static void same(List<StepMetrics> log, String metric, JsonNode wanted, double relative) {
    double worst = 0;
    for (int i = 0; i < log.size(); i++) {
      double theirs = wanted.path(i).asDouble();
      double ours = log.get(i).value(metric);
      worst = Math.max(worst, Math.abs(ours - theirs) / Math.max(Math.abs(theirs), 1e-3));
      assertThat(ours)
          .as("%s at step %d", metric, i + 1)
          .isCloseTo(theirs, within(relative * Math.abs(theirs) + 2e-4));
    }
    System.out.println(metric + ": largest relative difference " + worst);
  }

  private List<StepMetrics> train(Path checkpoint, Path data) {
    List<TrainEvent> events = new ArrayList<>();
    try (Checkpoint source = Checkpoint.open(checkpoint);
        Tokenizer tokenizer = Tokenizer.of(source);
        Decoder model =
            Families.read(
                source.config(), source.weights().names(), name -> source.weights().read(name))) {
      List<PreferencePair> rows =
          new Datasets(data)
              .read(DatasetSpec.of("hh-rlhf/harmless-1800.jsonl", "hh"), PreferencePair.class)
              .rows();
      var pairs = new RowEncoder(PromptEncoder.of(source, tokenizer)).pairs(rows.subList(0, 40));
      TrainConfig config = Configs.of(KEYS);
      var admitted = Admitted.pairs(pairs, config.maxLength()).require(OptionalInt.of(0));
      Step step = new PairStep(model, admitted.rows(), new Dpo(0.1, 0), 0);
      ModelFiles files = new ModelFiles(source.config(), Extras.of(source));
      return new Trainer(new Trainer.Job(model, step, 5e-5, config), files, output, events::add)
          .run()
          .log();
    }
  }

  private static Path path(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .map(Path::of)
        .filter(Files::exists)
        .orElseGet(
            () -> Assumptions.abort(variable + " does not name what this test compares with"));
  }
}
