package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures speed; with a folder of peer scripts, ratios from alternating rounds. */
final class BenchVerb implements Verb {
  enum Work {
    GENERATE,
    TRAIN
  }

  record Keys(
      @Key(doc = "what is measured") Work work,
      @Key(doc = "a checkpoint folder; the peers read it, too") String model,
      @Key(doc = "folder of peer scripts") Optional<Path> peers,
      @Key(value = "python3", doc = "the interpreter that runs them") String python,
      @Key(value = "3", doc = "rounds, ours and the peer's in turn") int rounds,
      @Key(value = "64", doc = "tokens of an answer (generate)") int newTokens,
      @Key(value = "[1, 16]", doc = "rows at once (generate)") List<Integer> batches,
      @Key(value = "16", doc = "preference pairs, four a step (train)") int pairs,
      @Key(
              value = "hh-rlhf/harmless-1800.jsonl",
              doc = "pairs in Anthropic's form, below data_root (train)")
          String pairsFile,
      @Flat RunKeys run) {}

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "measure speed: bench generate, bench train; with --peers, beside the Python stack";
  }

  @Override
  public String example() {
    return "ballast bench generate --model build/smollm2-hf --peers PEERS --python venv/bin/python";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("work", "model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Threads.use(keys.run().threads());
    if (keys.rounds() < 1) {
      throw BadInput.of("rounds must be >= 1").key("rounds").value(keys.rounds());
    }
    List<Map<String, Object>> results = new ArrayList<>();
    switch (keys.work()) {
      case GENERATE -> keys.batches().forEach(batch -> results.add(generate(call, keys, batch)));
      case TRAIN -> results.add(train(call, keys));
    }
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> result : results) {
      result.forEach((k, v) -> text.append(String.format(Locale.ROOT, "%-28s %s%n", k, v)));
      text.append('\n');
    }
    call.result(results, text.toString());
    return 0;
  }

  private static Map<String, Object> generate(Call call, Keys keys, int batch) {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    try (GenerationBench bench = new GenerationBench(keys.model(), batch, keys.newTokens())) {
      bench.round();
      for (int i = 0; i < keys.rounds(); i++) {
        ours.add(bench.round());
        peer(
                keys,
                "hf_generate.py",
                "--batch",
                "" + batch,
                "--new",
                "" + keys.newTokens(),
                "--rounds",
                "1")
            .ifPresent(result -> theirs.add(result.path("tokens_per_s").asDouble()));
        call.terminal().say("generate, batch " + batch + ", round " + (i + 1) + " done");
      }
    }
    return compared("generate, batch " + batch, "tokens/s", ours, theirs);
  }

  private static Map<String, Object> train(Call call, Keys keys) {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    Map<String, Object> memory = new LinkedHashMap<>();
    for (int i = 0; i < keys.rounds(); i++) {
      ours.add(TrainingBench.round(keys, call.terminal()));
      memory.put("ours, peak RSS MiB", TrainingBench.peakRssMib());
      peer(keys, "trl_dpo.py", "--pairs", "" + keys.pairs(), "--batch", "4")
          .ifPresent(
              result -> {
                theirs.add(result.path("samples_per_s").asDouble());
                memory.put("peer, peak RSS MiB", result.path("peak_rss_mib").asInt());
              });
      call.terminal().say("train, round " + (i + 1) + " done");
    }
    Map<String, Object> result = compared("DPO, full, batch 4", "pairs/s", ours, theirs);
    result.putAll(memory);
    return result;
  }

  private static Optional<tools.jackson.databind.JsonNode> peer(
      Keys keys, String script, String... arguments) {
    return keys.peers()
        .map(
            folder ->
                new PeerScript(keys.python(), folder.resolve(script), keys.model()).run(arguments));
  }

  private static Map<String, Object> compared(
      String work, String unit, List<Double> ours, List<Double> theirs) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("work", work);
    result.put("ours, " + unit, median(ours));
    if (theirs.isEmpty()) {
      result.put("peer", "not run: name a folder with --peers");
    } else {
      result.put("peer, " + unit, median(theirs));
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < theirs.size(); i++) {
        ratios.add(ours.get(i) / theirs.get(i));
      }
      result.put("ratio, median of rounds", median(ratios));
    }
    return result;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return Math.round(sorted.get(sorted.size() / 2) * 1000) / 1000.0;
  }
}
