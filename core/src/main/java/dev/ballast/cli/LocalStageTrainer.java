package dev.ballast.cli;

import dev.ballast.breakfix.StageConfig;
import dev.ballast.breakfix.StageConfig.StageData;
import dev.ballast.breakfix.StagePlan;
import dev.ballast.breakfix.StageTrainer;
import dev.ballast.breakfix.TrainedStage;
import dev.ballast.chat.Progress;
import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.config.Config;
import dev.ballast.config.Decoded;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.Row;
import dev.ballast.data.SftRow;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import dev.ballast.train.SftRun;
import dev.ballast.train.TrainEvent;
import dev.ballast.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Trains the stages of a break-fix round in this process. */
record LocalStageTrainer(ComputeKeys compute, Terminal terminal) implements StageTrainer {
  /** What a method trains, and how. */
  private record Method(Adapting adapting, Function<Steps, Trainer.Job> job) {}

  @Override
  public TrainedStage train(StagePlan plan, Progress progress) {
    Path model = plan.output().resolve("model");
    if (plan.method() == StageConfig.Method.INTERPOLATE) {
      return interpolated(plan, model);
    }
    if (!Files.exists(model)) {
      Method method = method(plan);
      try (Trainee trainee = opened(plan, method)) {
        Trainer.Job job = method.job().apply(new Steps(trainee, terminal));
        var _ = new Trainer(job, trainee.files(), plan.output(), shown(progress)).run();
      }
    }
    String weights = AdapterFolder.at(model) ? AdapterFolder.WEIGHTS : "model.safetensors";
    return new TrainedStage(model, Hashes.of(model.resolve(weights)), facts(plan.output()));
  }

  private Trainee opened(StagePlan plan, Method method) {
    return Trainee.open(ModelKeys.of(plan.model()), compute, method.adapting());
  }

  private TrainedStage interpolated(StagePlan plan, Path model) {
    Interpolation keys = decode(plan, Interpolation.class, plan.config());
    if (!Files.exists(model)) {
      keys.write(Models.path(plan.base()), Models.path(plan.model()), model);
    }
    return new TrainedStage(
        model, Hashes.of(model.resolve("model.safetensors")), Map.of("alpha", keys.alpha()));
  }

  private Method method(StagePlan plan) {
    return switch (plan.method()) {
      case SFT -> {
        SftRun keys = keys(plan, SftRun.class);
        yield new Method(
            Adapting.of(keys), steps -> steps.sft(keys, rows(plan, SftRow.class, plan.data())));
      }
      case DPO -> {
        DpoKeys keys = keys(plan, DpoKeys.class);
        yield new Method(
            Adapting.of(keys.pair()),
            steps -> steps.dpo(keys, rows(plan, PreferencePair.class, plan.data())));
      }
      case BFPO -> bfpo(plan);
      case INTERPOLATE -> throw new IllegalArgumentException("nothing is trained");
    };
  }

  private Method bfpo(StagePlan plan) {
    Map<StageData, Path> safety = new LinkedHashMap<>(plan.data());
    safety.remove(StageData.BUFFER);
    Map<StageData, Path> buffer = new LinkedHashMap<>(plan.data());
    buffer.keySet().retainAll(List.of(StageData.BUFFER));
    BfpoKeys keys = keys(plan, BfpoKeys.class);
    return new Method(
        Adapting.of(keys.pair()),
        steps ->
            steps.bfpo(
                keys,
                rows(plan, PreferencePair.class, safety),
                rows(plan, PreferencePair.class, buffer)));
  }

  private <K> K keys(StagePlan plan, Class<K> type) {
    Map<String, JsonNode> config = new LinkedHashMap<>(plan.config());
    config.putIfAbsent("seed", Json.treeOf(plan.seed()));
    return decode(plan, type, config);
  }

  private <K> K decode(StagePlan plan, Class<K> type, Map<String, JsonNode> config) {
    Decoded<K> decoded = Config.decode(type, Json.treeOf(config), "train keys of " + plan.name());
    decoded.notices().forEach(notice -> terminal.say("note: " + notice));
    return decoded.value();
  }

  private static <T extends Row> List<T> rows(
      StagePlan plan, Class<T> type, Map<StageData, Path> files) {
    List<T> rows = new ArrayList<>();
    for (Path file : files.values()) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw BadInput.of("not a file").file(file).value(plan.name());
      }
      rows.addAll(
          new Datasets(folder)
              .read(DatasetSpec.of(String.valueOf(file.getFileName()), "trl"), type)
              .rows());
    }
    return rows;
  }

  private Consumer<TrainEvent> shown(Progress progress) {
    long[] total = {0};
    return event -> {
      switch (event) {
        case TrainEvent.Started started -> total[0] = started.steps();
        case TrainEvent.ReferenceRead read -> terminal.say(TrainLog.told(read.use()));
        case TrainEvent.ReferenceUncached uncached -> terminal.say(TrainLog.told(uncached));
        case TrainEvent.Logged logged ->
            progress.advance(Math.toIntExact(logged.metrics().step()), Math.toIntExact(total[0]));
        case TrainEvent.Alarm alarm ->
            terminal.say(
                "alarm: " + alarm.metric() + " is " + alarm.value() + " at step " + alarm.step());
        case TrainEvent.PassedOver passed ->
            terminal.say("passed over " + passed.folder() + ": " + passed.reason());
        case TrainEvent.Saved _, TrainEvent.Finished _ -> {}
      }
    };
  }

  /** Return the last entry of the log: read from the file, so that a resumed run tells the same. */
  private static Map<String, Double> facts(Path output) {
    JsonNode log = state(output.resolve("trainer_state.json")).path("log_history");
    Map<String, Double> facts = new LinkedHashMap<>();
    if (!log.isEmpty()) {
      log.get(log.size() - 1)
          .properties()
          .forEach(entry -> facts.put(entry.getKey(), entry.getValue().asDouble()));
    }
    return facts;
  }

  private static JsonNode state(Path file) {
    try {
      return Json.tree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
