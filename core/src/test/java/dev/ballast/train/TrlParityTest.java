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

  private static final double BETA = 0.1;

  /** TRL's run prints four digits behind the point. */
  private static final double ROUNDING = 1e-4;

  @TempDir private Path output;

  @Test
  void tenStepsEqual() throws IOException {
    JsonNode peer = Json.tree(Files.readString(path("BALLAST_TRL_DPO")));
    List<StepMetrics> log = train(path("BALLAST_SMOLLM2"), path("BALLAST_DATA_ROOT"));
    assertThat(log).hasSize(10);
    for (String metric : List.of("loss", "rewards/margins", "logps/chosen", "logps/rejected")) {
      same(log, metric, theirs(peer, metric), 2e-3);
    }
    same(log, "grad_norm", theirs(peer, "grad_norm"), 1e-2);
    // A reward is β times the difference of two nearly equal log-probs: held to their scale.
    for (String side : List.of("chosen", "rejected")) {
      List<Double> wanted = theirs(peer, "rewards/" + side);
      for (int i = 0; i < wanted.size(); i++) {
        assertThat(log.get(i).value("rewards/" + side))
            .as("rewards/%s at step %d", side, i + 1)
            .isCloseTo(
                wanted.get(i),
                within(BETA * 2e-3 * Math.abs(log.get(i).value("logps/" + side)) + ROUNDING));
      }
    }
    assertThat(log.getLast().value("num_tokens")).isEqualTo(peer.path("num_tokens").asDouble());
  }

  private static List<Double> theirs(JsonNode peer, String metric) {
    String key = metric.equals("loss") ? "losses" : metric.replace('/', '_');
    return peer.path(key).valueStream().map(JsonNode::asDouble).toList();
  }

  private static void same(
      List<StepMetrics> log, String metric, List<Double> wanted, double relative) {
    double worst = 0;
    for (int i = 0; i < log.size(); i++) {
      double distance = Math.abs(log.get(i).value(metric) - wanted.get(i));
      worst = Math.max(worst, distance / Math.max(Math.abs(wanted.get(i)), 1e-3));
    }
    System.out.println(metric + ": largest relative difference " + worst);
    for (int i = 0; i < log.size(); i++) {
      assertThat(log.get(i).value(metric))
          .as("%s at step %d", metric, i + 1)
          .isCloseTo(wanted.get(i), within(relative * Math.abs(wanted.get(i)) + ROUNDING));
    }
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
      var admitted = config.admitPairs(pairs).require(OptionalInt.of(0));
      Step step = new PairStep(model, admitted.rows(), new Dpo(BETA, 0), 0);
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
