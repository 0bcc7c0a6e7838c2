package dev.ballast.train;

import dev.ballast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code trainer_state.json} as transformers' {@code TrainerState} reads it. */
final class TrainerState {
  private TrainerState() {}

  static String json(TrainState state, TrainConfig config, BatchPlan plan) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String absent : List.of("best_global_step", "best_metric", "best_model_checkpoint")) {
      fields.put(absent, Optional.empty());
    }
    fields.put("epoch", state.epoch());
    fields.put("eval_steps", config.saveSteps());
    fields.put("global_step", state.step());
    fields.put("is_hyper_param_search", false);
    fields.put("is_local_process_zero", true);
    fields.put("is_world_process_zero", true);
    fields.put("log_history", state.log().stream().map(StepMetrics::entry).toList());
    fields.put("logging_steps", config.loggingSteps());
    fields.put("max_steps", config.totalSteps(plan));
    fields.put("num_input_tokens_seen", state.tokens());
    fields.put(
        "num_train_epochs", Math.ceilDiv(config.totalSteps(plan), (long) plan.stepsPerEpoch()));
    fields.put("save_steps", config.saveSteps());
    fields.put("stateful_callbacks", Map.of());
    fields.put("total_flos", 0.0);
    fields.put("train_batch_size", config.perDeviceTrainBatchSize());
    fields.put("trial_name", Optional.empty());
    fields.put("trial_params", Optional.empty());
    return Json.pretty(fields) + "\n";
  }
}
