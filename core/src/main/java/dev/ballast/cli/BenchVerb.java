package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Measures speed; with a folder of peer scripts, ratios from alternating rounds. */
final class BenchVerb implements Verb {
  enum Work {
    /** Greedy decoding. */
    GENERATE,
    /** Steps on preference pairs. */
    TRAIN,
    /** Log-likelihoods of the choices of ARC-Easy. */
    EVAL,
    /** From the command to the first token. */
    START,
    /** All of them, each in a process of its own, against the project's goals. */
    ALL
  }

  record Keys(
      @Key(value = "all", doc = "what is measured") Work work,
      @Key(doc = "a checkpoint folder; the peers read it, too") String model,
      @Key(value = "[]", doc = "folders of peer scripts") List<Path> peers,
      @Key(value = "python3", doc = "the interpreter that runs them") String python,
      @Key(value = "3", doc = "rounds, ours and the peer's in turn") int rounds,
      @Key(value = "64", doc = "tokens of an answer (generate)") int newTokens,
      @Key(value = "[1, 16]", doc = "rows at once (generate)") List<Integer> batches,
      @Key(value = "fp32", doc = "arithmetic of the weights (generate)") Precision precision,
      @Key(doc = "the model as a Q8_0 GGUF: llama.cpp is the peer (generate, all)")
          Optional<Path> gguf,
      @Key(value = "full", doc = "what is trained (train)") TrainingWork mode,
      @Key(value = "16", doc = "preference pairs, four a step (train)") int pairs,
      @Key(value = "100", doc = "questions of ARC-Easy, below data_root (eval)") int questions,
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
    return "measure speed of generate, train, eval and start; with --peers, beside the Python"
        + " stack";
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
    if (keys.questions() < 1) {
      throw BadInput.of("questions must be >= 1").key("questions").value(keys.questions());
    }
    if (keys.pairs() < 8) {
      throw BadInput.of("pairs must be >= 8: the first step of four is not counted")
          .key("pairs")
          .value(keys.pairs());
    }
    if (keys.work() == Work.ALL) {
      List<Map<String, Object>> rows = new BenchTable(keys, call.terminal()).rows();
      call.result(rows, BenchTable.text(rows));
      return 0;
    }
    List<Map<String, Object>> results =
        switch (keys.work()) {
          case GENERATE -> keys.batches().stream().map(n -> generate(call, keys, n)).toList();
          case TRAIN -> List.of(train(call, keys));
          case EVAL -> List.of(eval(call, keys));
          case START -> List.of(start(call, keys));
          case ALL -> throw new IllegalStateException("measured above");
        };
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> result : results) {
      result.forEach((k, v) -> text.append(String.format(Locale.ROOT, "%-28s %s%n", k, v)));
      text.append('\n');
    }
    call.result(results, text.toString());
    return 0;
  }

  private static Map<String, Object> generate(Call call, Keys keys, int batch) {
    Comparison compared = new Comparison("tokens/s");
    ModelKeys reference = ModelKeys.of(keys.model());
    LocalChatModel model =
        Models.open(
            reference,
            new Models.Opening(GenerationKeys.standard(), batch, keys.precision()),
            call.terminal());
    boolean bound = batch == 1 && keys.precision() == Precision.FP32;
    List<Double> bounded = new ArrayList<>();
    try (GenerationBench bench = new GenerationBench(model, batch, keys.newTokens())) {
      var _ = bench.round();
      for (int i = 0; i < keys.rounds(); i++) {
        double rate = bench.round();
        if (bound) {
          bounded.add(rate * bench.weightBytes() / Machine.readBandwidth());
        }
        compared.add(rate, generationPeer(keys, batch).map(r -> r.path("tokens_per_s").asDouble()));
        call.terminal().say("generate, batch " + batch + ", round " + (i + 1) + " done");
      }
    }
    String precision = keys.precision().name().toLowerCase(Locale.ROOT);
    Map<String, Object> result = compared.result("generate, " + precision + ", batch " + batch);
    if (bound) {
      result.put(Comparison.MEMORY_BOUND_SHARE, Comparison.median(bounded));
    }
    return result;
  }

  private static Optional<JsonNode> generationPeer(Keys keys, int batch) {
    String tokens = "" + keys.newTokens();
    String rows = "" + batch;
    if (keys.gguf().isEmpty()) {
      return peer(keys, "hf_generate.py", keys.model())
          .map(script -> script.run("--batch", rows, "--new", tokens, "--rounds", "1"));
    }
    String model = keys.gguf().get().toString();
    String threads = "" + Machine.threads();
    return batch == 1
        ? peer(keys, "llama_generate.py", model)
            .map(script -> script.run("--new", tokens, "--rounds", "1", "--threads", threads))
        : peer(keys, "llama_streams.py", model)
            .map(
                script ->
                    script.run(
                        "--batch", rows, "--new", tokens, "--rounds", "1", "--threads", threads));
  }

  private static Map<String, Object> train(Call call, Keys keys) {
    Comparison compared = new Comparison("pairs/s");
    List<String> arguments = new ArrayList<>(List.of("--pairs", "" + keys.pairs(), "--batch", "4"));
    arguments.addAll(keys.mode().peerArguments());
    List<Double> used = new ArrayList<>();
    for (int i = 0; i < keys.rounds(); i++) {
      TrainingBench.Speed speed = TrainingBench.round(keys, call.terminal());
      if (keys.mode() == TrainingWork.FULL) {
        used.add(speed.flops() / (Machine.gigaflops(1024) * 1e9));
      }
      compared.memory(Machine.peakMemory().orElse(0L) >> 20);
      Optional<JsonNode> peer =
          peer(keys, "trl_dpo.py", keys.model())
              .map(script -> script.run(arguments.toArray(String[]::new)));
      peer.ifPresent(result -> compared.peerMemory(result.path("peak_rss_mib").asLong()));
      compared.add(speed.pairs(), peer.map(result -> result.path("samples_per_s").asDouble()));
      call.terminal().say(keys.mode().word() + ", round " + (i + 1) + " done");
    }
    Map<String, Object> result = compared.result(keys.mode().title() + ", batch 4");
    if (keys.mode() == TrainingWork.FULL) {
      result.put(Comparison.SGEMM_SHARE, Comparison.median(used));
    }
    return result;
  }

  private static Map<String, Object> eval(Call call, Keys keys) {
    Comparison compared = new Comparison("choices/s");
    LocalChatModel model =
        Models.open(
            ModelKeys.of(keys.model()),
            Models.Opening.exact(GenerationKeys.standard(), 16),
            call.terminal());
    Map<String, Object> accuracies = new LinkedHashMap<>();
    try (EvalBench bench = new EvalBench(model, keys.run().dataRoot(), keys.questions())) {
      for (int i = 0; i < keys.rounds(); i++) {
        EvalBench.Round ours = bench.round();
        accuracies.put("acc, ours", ours.acc());
        Optional<JsonNode> peer =
            peer(keys, "lm_eval_run.py", keys.model())
                .map(script -> script.run("--rows", "" + keys.questions(), "--batch", "16"));
        peer.ifPresent(result -> accuracies.put("acc, peer", result.path("acc").asDouble()));
        compared.add(ours.rate(), peer.map(result -> result.path("choices_per_s").asDouble()));
        call.terminal().say("eval, round " + (i + 1) + " done");
      }
    }
    Map<String, Object> result =
        compared.result("log-likelihoods of choices, " + keys.questions() + " questions");
    result.putAll(accuracies);
    return result;
  }

  private static Map<String, Object> start(Call call, Keys keys) {
    Comparison compared = new Comparison("starts/s");
    for (int i = 0; i < keys.rounds(); i++) {
      double ours = OwnProcess.secondsToFirstToken(keys.model());
      long begun = System.nanoTime();
      Optional<Double> theirs =
          peer(keys, "hf_generate.py", keys.model())
              .map(script -> script.run("--new", "1", "--rounds", "1"))
              .map(_ -> 1e9 / (System.nanoTime() - begun));
      compared.add(1 / ours, theirs);
      call.terminal().say("start, round " + (i + 1) + " done");
    }
    return compared.result("load to first token");
  }

  private static Optional<PeerScript> peer(Keys keys, String script, String model) {
    return keys.peers().isEmpty()
        ? Optional.empty()
        : Optional.of(PeerScript.of(keys.python(), keys.peers(), script, model));
  }
}
