package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.config.Key;
import dev.ballast.model.Families;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Kernels;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Machine;
import dev.ballast.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what this machine is, what was measured and chosen on it, and what would help. */
final class DoctorVerb implements Verb {
  /** Measured where no model is named: the feed-forward matrix of SmolLM2-135M. */
  private static final LinearShape USUAL = new LinearShape(1536, 576);

  record Keys(
      @Key(doc = "measure the kernels on the shapes of this model") Optional<String> model,
      @Key(value = "0", doc = "threads of the arithmetic; 0 = all cores") int threads) {}

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "versions, threads, measured arithmetic, memory, what is missing and how to get it";
  }

  @Override
  public String example() {
    return "ballast doctor embedded";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Threads.use(keys.threads());
    Map<String, Object> facts = facts(keys.model().map(DoctorVerb::shapes).orElse(List.of(USUAL)));
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value)));
    call.result(facts, text.toString());
    return 0;
  }

  private static List<LinearShape> shapes(String model) {
    try (Checkpoint checkpoint = ModelKeys.of(model).checkpoint()) {
      return Families.generationShapes(Families.config(checkpoint));
    }
  }

  private static Map<String, Object> facts(List<LinearShape> shapes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ballast", Help.version());
    facts.put("cpu", Machine.cpu());
    facts.put("threads", Machine.threads());
    facts.put("blas", Machine.blas());
    facts.put("allocator", Machine.allocator());
    facts.put("gpus", gpus());
    facts.put("free memory", Machine.freeMemory().map(b -> (b >> 20) + " MiB").orElse("unknown"));
    facts.put("heap", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    facts.put("cache folder", Models.cacheFolder().toString());
    try (Scope _ = Scope.open()) {
      facts.put("sgemm 1024, GFLOP/s", Math.round(Machine.gigaflops(1024)));
      Kernels.rates(shapes).forEach(rates -> facts.put("kernel " + rates.key(), told(rates)));
    }
    facts.put(
        "bfloat16 against float32",
        String.format(Locale.ROOT, "%.2f times as fast", Machine.bf16Gain()));
    if (Machine.isX86()) {
      facts.put("int8 steps of weights", Machine.int8Steps());
    }
    facts.put("advice", advice());
    return facts;
  }

  private static String told(Kernels.Rates rates) {
    return rates.gigaflops().entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.0f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", ", taken(rates) + " of ", " GFLOP/s"));
  }

  private static String taken(Kernels.Rates rates) {
    return rates.best() == rates.bestForHalf()
        ? rates.best().name()
        : rates.best() + " (" + rates.bestForHalf() + " for weights of 16 bits)";
  }

  private static String gpus() {
    int found = Device.cudaDevices();
    return found > 0 ? found + ": use --device cuda" : "none";
  }

  private static String advice() {
    return Machine.allocator().equals("system")
        ? "install jemalloc (package libjemalloc2): large temporaries then cost fewer page faults;"
            + " training was measured 1.2 to 1.5 times as fast with it on one machine"
        : "nothing is missing";
  }
}
