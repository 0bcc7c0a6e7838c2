package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.model.Families;
import dev.ballast.tensor.Machine;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import dev.ballast.train.MemoryForecast;
import dev.ballast.train.RunOutline;
import dev.ballast.train.TimeForecast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The plan of one training verb, with that verb's keys: rows are read and encoded, weights not. */
record PlannedRun(Method method) implements Verb {
  /** A verb that can be planned. */
  enum Method {
    SFT,
    DPO,
    BFPO;

    static Optional<Method> named(String word) {
      return Arrays.stream(values()).filter(method -> method.verb().equals(word)).findFirst();
    }

    String verb() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String summary() {
    return "predict memory, time and tokens of ballast " + method.verb();
  }

  @Override
  public String example() {
    return "ballast plan " + method.verb() + " embedded --dataset_name rows.jsonl";
  }

  @Override
  public Class<?> keys() {
    return switch (method) {
      case SFT -> SftVerb.Keys.class;
      case DPO -> DpoVerb.Keys.class;
      case BFPO -> BfpoVerb.Keys.class;
    };
  }

  @Override
  public List<String> positionals() {
    return List.of("verb", "model");
  }

  @Override
  public boolean goesOn() {
    return false;
  }

  @Override
  public int run(Call call) {
    Map<String, String> typed = new LinkedHashMap<>(call.keys());
    typed.remove("verb");
    Call own =
        new Call(method.verb(), call.words(), call.config(), typed, call.json(), call.terminal());
    PlannedRows rows = rows(own);
    Threads.use(rows.keys().run().threads());
    try (Loaded loaded = Loaded.open(rows.keys().model())) {
      show(own, rows.outline(loaded, own.terminal()), loaded.checkpoint());
    }
    return 0;
  }

  private PlannedRows rows(Call call) {
    return switch (method) {
      case SFT -> {
        SftVerb.Keys keys = call.decode(SftVerb.Keys.class);
        List<DatasetSpec> specs = keys.train().specs();
        yield new PlannedRows.Completions(
            keys.train(), keys.sft(), keys.train().rows(specs, SftRow.class, call.terminal()));
      }
      case DPO -> {
        DpoVerb.Keys keys = call.decode(DpoVerb.Keys.class);
        yield new PlannedRows.Pairs(
            keys.train(),
            keys.dpo().pair(),
            pairs(keys.train(), keys.train().specs(), call),
            List.of());
      }
      case BFPO -> {
        BfpoVerb.Keys keys = call.decode(BfpoVerb.Keys.class);
        boolean replays = keys.bfpo().bufferWeight() > 0;
        yield new PlannedRows.Pairs(
            keys.train(),
            keys.bfpo().pair(),
            pairs(keys.train(), keys.train().specs(), call),
            replays ? pairs(keys.train(), keys.bufferDataset(), call) : List.of());
      }
    };
  }

  private static List<PreferencePair> pairs(TrainKeys keys, List<DatasetSpec> specs, Call call) {
    return keys.rows(specs, PreferencePair.class, call.terminal());
  }

  private static void show(Call call, PlannedRows.Outline outline, Checkpoint checkpoint) {
    RunOutline run = outline.run();
    long runtime = runtime();
    double reading = sinceStart() + FileRates.reading(checkpoint);
    MemoryForecast memory = MemoryForecast.of(run, runtime, bytes(checkpoint));
    TimeForecast time =
        TimeForecast.of(run, new TimeForecast.Surroundings(reading, FileRates.writingByte()));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("verb", call.verb());
    facts.put("parameters", Families.config(checkpoint).parameterCount());
    facts.put("trained_parameters", run.trainedNumbers());
    facts.put("rows", run.rows().rows());
    facts.put("rows_dropped", outline.dropped());
    facts.put("rows_truncated", outline.truncated());
    facts.put("steps", run.steps());
    facts.put("steps_per_epoch", run.plan().stepsPerEpoch());
    facts.put("tokens_per_epoch", run.tokensPerEpoch());
    facts.put("memory_mib", memory(memory));
    facts.put("time_s", time(time));
    StringBuilder text = new StringBuilder();
    lines(facts, "", text);
    call.result(facts, text.toString());
    warn(call, memory);
  }

  private static void lines(Map<?, ?> facts, String indent, StringBuilder text) {
    facts.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> parts) {
            text.append(indent).append(name).append('\n');
            lines(parts, indent + "  ", text);
          } else {
            text.append(String.format(Locale.ROOT, "%-22s %s%n", indent + name, value));
          }
        });
  }

  private static Map<String, Long> memory(MemoryForecast memory) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("peak", mib(memory.peak()));
    parts.put("runtime", mib(memory.runtime()));
    parts.put("weights", mib(memory.weights()));
    parts.put("moments", mib(memory.moments()));
    parts.put("gradients", mib(memory.gradients()));
    parts.put("activations", mib(memory.activations()));
    parts.put("working", mib(memory.working()));
    parts.put("loading", mib(memory.loading()));
    return parts;
  }

  private static Map<String, Double> time(TimeForecast time) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("total", rounded(time.total()));
    parts.put("reading", rounded(time.reading()));
    parts.put("reference", rounded(time.reference()));
    parts.put("training", rounded(time.training()));
    parts.put("writing", rounded(time.writing()));
    parts.put("step", rounded(time.perStep()));
    return parts;
  }

  private static void warn(Call call, MemoryForecast memory) {
    // What this process holds already is not free, and the run does not need it once more.
    Optional<Long> free = Machine.freeMemory().map(bytes -> bytes + memory.runtime());
    if (free.isPresent() && memory.peak() > free.get()) {
      call.terminal()
          .say(
              "this run needs "
                  + mib(memory.peak())
                  + " MiB, and "
                  + mib(free.get())
                  + " are free: take a smaller per_device_train_batch_size or max_length, set"
                  + " gradient_checkpointing, or train fewer parameters (trainable)");
    }
  }

  /** Return what this process holds with the rows in memory, libtorch at work and no weight. */
  private static long runtime() {
    try (Scope _ = Scope.open()) {
      Tensor _ = Tensors.full(1, 64, 64).matmul(Tensors.full(1, 64, 64));
    }
    return Machine.residentMemory().orElse(0L);
  }

  /** Return the seconds since this process began: the run reads its rows alike. */
  private static double sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis() / 1e3)
        .orElse(0.0);
  }

  private static long bytes(Checkpoint checkpoint) {
    try {
      return Files.isRegularFile(checkpoint.source())
          ? Files.size(checkpoint.source())
          : checkpoint.weights().names().stream()
              .mapToLong(name -> checkpoint.weights().entry(name).bytes())
              .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + checkpoint.source(), e);
    }
  }

  private static long mib(long bytes) {
    return (bytes + (1 << 19)) >> 20;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
