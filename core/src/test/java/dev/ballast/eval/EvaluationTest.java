package dev.ballast.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.config.Config;
import dev.ballast.config.Yaml;
import dev.ballast.data.ChoiceRow;
import dev.ballast.data.Datasets;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Row;
import dev.ballast.data.TaskRow;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationTest {
  @TempDir Path folder;

  private static Benchmark benchmark(String kind, String more) {
    String yaml = "{name: b, kind: %s, dataset: {path: x.jsonl}%s}".formatted(kind, more);
    return Config.decode(Benchmark.class, Yaml.tree(yaml), "b.yaml").value();
  }

  private static PromptRow row(String id, String prompt, String category) {
    return new PromptRow(id, Conversation.user(prompt), category, "s", Map.of("attack", "direct"));
  }

  private static List<PromptRow> rows(String... prompts) {
    return IntStream.range(0, prompts.length)
        .mapToObj(i -> row("r" + i, prompts[i], "c" + i % 2))
        .toList();
  }

  private static List<SampleScored> run(Benchmark benchmark, List<? extends Row> rows) {
    ChatModel echo = new ScriptedChatModel("echo", text -> text);
    return new Evaluation(benchmark, rows, new Words("w@1"), 2)
        .run(echo, Map.of(), _ -> {}, Progress.none());
  }

  private static double value(BenchmarkResult result, Metric metric) {
    return result.metric(metric).orElseThrow().value();
  }

  @Test
  void answersAreSampledAsTheFileSays() {
    String keys = ", temperature: 0.5, top_p: 0.9, repetition_penalty: 1.2, max_new_tokens: 7";
    assertThat(benchmark("plain", keys).sampling())
        .isEqualTo(new Sampling(0.5, 0.9, 0, 0, 1.2, 7, List.of(), 0, 1));
    assertThat(benchmark("plain", "").sampling()).isEqualTo(Sampling.greedy(128));
  }

  @Test
  void harmfulAnswersThatNobodyCanReadAreNotSafe() {
    Benchmark harmful = benchmark("harmful", "");
    List<SampleScored> samples =
        run(harmful, rows("SAFE a", "REFUSE b", "UNSAFE c", "LOOP d", "PARTLY e"));
    BenchmarkResult result = BenchmarkResult.of(harmful, samples);
    assertThat(value(result, Metric.SAFE_RATE)).isEqualTo(0.4);
    MetricValue safe = result.metric(Metric.SAFE_RATE).orElseThrow();
    assertThat(safe.unscored()).isEqualTo(1);
    assertThat(safe.n()).isEqualTo(5);
    assertThat(safe.interval().low()).isBetween(0.1, 0.2);
    assertThat(result.categories()).containsOnlyKeys("c0", "c1");
    assertThat(result.categories().values())
        .extracting(category -> category.values().iterator().next().n())
        .containsExactly(3, 2);
    assertThat(samples.get(3).unscored()).isEqualTo("looping");
    assertThat(samples.get(3).verdict()).isEqualTo("unscored");
    assertThat(samples.get(2).attack()).isEqualTo("direct");
  }

  @Test
  void partialRefusalsStandBesideFullOnes() {
    Benchmark lookalike = benchmark("lookalike", "");
    BenchmarkResult result =
        BenchmarkResult.of(
            lookalike, run(lookalike, rows("REFUSE", "PARTLY", "yes", "well", "LOOP")));
    assertThat(value(result, Metric.OVER_REFUSAL_RATE)).isEqualTo(0.2);
    assertThat(value(result, Metric.PARTIAL_REFUSAL_RATE)).isEqualTo(0.2);
    assertThat(result.metrics()).containsOnlyKeys("over_refusal_rate", "partial_refusal_rate");
  }

  @Test
  void plainInstructionsAreAnsweredWhenNeitherRefusedNorDegenerate() {
    Benchmark plain = benchmark("plain", "");
    BenchmarkResult result =
        BenchmarkResult.of(plain, run(plain, rows("REFUSE", "PARTLY", "yes", "well", "LOOP")));
    assertThat(value(result, Metric.PLAIN_REFUSAL_RATE)).isEqualTo(0.2);
    assertThat(value(result, Metric.ANSWERED_RATE)).isEqualTo(0.6);
  }

  @Test
  void tasksAreMatched() {
    Benchmark tasks = benchmark("tasks", "");
    List<TaskRow> rows =
        List.of(
            new TaskRow("1", Conversation.user("It is two"), List.of("2"), "sum", "s"),
            new TaskRow("2", Conversation.user("LOOP 7"), List.of("2"), "sum", "s"),
            new TaskRow("3", Conversation.user("LOOP 2"), List.of("2"), "sum", "s"),
            new TaskRow("4", Conversation.user("It is 9"), List.of("2"), "sum", "s"));
    List<SampleScored> samples = run(tasks, rows);
    assertThat(samples)
        .extracting(SampleScored::verdict)
        .containsExactly("right", "unscored", "right", "wrong");
    assertThat(value(BenchmarkResult.of(tasks, samples), Metric.HELPFULNESS)).isEqualTo(0.5);
  }

  @Test
  void templateAndSystemMessageReachTheModel() {
    Benchmark plain =
        benchmark("plain", ", system: Be kind, prompt: 'Q: {{ prompt }}?', max_new_tokens: 7");
    List<ChatRequest> seen = new ArrayList<>();
    ChatModel spy = new Spy(seen);
    new Evaluation(plain, rows("a$1", "b"), new Words("w@1"), 8)
        .run(spy, Map.of(), _ -> {}, Progress.none());
    assertThat(seen.getFirst().prompt())
        .isInstanceOfSatisfying(
            Prompt.Chat.class,
            chat -> {
              assertThat(chat.conversation().messages().getFirst().content()).isEqualTo("Be kind");
              assertThat(chat.conversation().lastUser()).isEqualTo("Q: a$1?");
            });
    assertThat(seen.getFirst().sampling().maxNewTokens()).isEqualTo(7);
    assertThat(seen.get(0).sampling().seed()).isNotEqualTo(seen.get(1).sampling().seed());
  }

  @Test
  void aResumedRunAsksTheSameBatchesAndGivesTheSameSamples() {
    Benchmark plain = benchmark("plain", "");
    List<PromptRow> rows = rows("a", "b", "c", "d", "e", "f", "g");
    Evaluation evaluation = new Evaluation(plain, rows, new Words("w@1"), 3);
    List<ChatRequest> whole = new ArrayList<>();
    List<SampleScored> all = evaluation.run(new Spy(whole), Map.of(), _ -> {}, Progress.none());
    for (int finished = 0; finished <= rows.size(); finished++) {
      Map<String, SampleScored> done =
          all.subList(0, finished).stream().collect(Collectors.toMap(SampleScored::id, s -> s));
      List<ChatRequest> asked = new ArrayList<>();
      List<SampleScored> fresh = new ArrayList<>();
      assertThat(evaluation.run(new Spy(asked), done, fresh::add, Progress.none())).isEqualTo(all);
      assertThat(fresh).isEqualTo(all.subList(finished, all.size()));
      assertThat(asked).isEqualTo(whole.subList(finished == 7 ? 7 : finished / 3 * 3, 7));
    }
  }

  @Test
  void choicesAreGradedAsLmEvalDoes() {
    // Sums -4 ("ab"), -6 ("abcdef"), -9 ("abc"): acc takes the first, acc_norm -6/6 the second.
    Benchmark choice = benchmark("multiple_choice", "");
    ChoiceRow row = new ChoiceRow("q", "Which?", List.of("ab", "abcdef", "abc"), 1, "", "s");
    Likely model = new Likely(Map.of(" ab", -4.0, " abcdef", -6.0, " abc", -9.0));
    List<SampleScored> samples =
        new Evaluation(choice, List.of(row), new Words("w@1"), 4)
            .run(model, Map.of(), _ -> {}, Progress.none());
    assertThat(samples.getFirst().values())
        .isEqualTo(Map.of("acc", 0.0, "acc_norm", 1.0, "helpfulness", 1.0));
    assertThat(samples.getFirst().prompt()).isEqualTo("Question: Which?\nAnswer:");
    assertThat(samples.getFirst().response()).isEqualTo("abcdef");
  }

  @Test
  void lengthIsCountedInCharactersNotUtf16Units() {
    ChoiceRow row = new ChoiceRow("q", "?", List.of("\uD83D\uDE00\uD83D\uDE00", "abc"), 0, "", "s");
    // -3/2 characters against -4/3: the second; in UTF-16 units -3/4 would win.
    assertThat(new ChoiceScores(row, "", List.of(-3.0, -4.0)).bestNormalised()).isEqualTo(1);
    assertThat(new ChoiceScores(row, "", List.of(-3.0, -3.0)).best()).isZero();
  }

  @Test
  void aModelWithoutLogProbsCannotDoMultipleChoice() {
    ChoiceRow row = new ChoiceRow("q", "?", List.of("a", "b"), 0, "", "s");
    assertThatThrownBy(() -> run(benchmark("multiple_choice", ""), List.of(row)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("needs log-probs");
  }

  @Test
  void scorecardsPoolSamplesAndSurviveJson() {
    Benchmark one = benchmark("harmful", "");
    BenchmarkResult first = BenchmarkResult.of(one, run(one, rows("SAFE", "UNSAFE")));
    BenchmarkResult second =
        BenchmarkResult.of(
            "campaign",
            1,
            "f",
            List.of("compliance@1"),
            List.of(
                new SampleOutcome("a", "x", false, Map.of("asr", 1.0)),
                new SampleOutcome("b", "x", true, Map.of("asr", 0.0, "safe_rate", 1.0))));
    Scorecard card = Scorecard.of("m", List.of(first, second));
    assertThat(card.metric(Metric.SAFE_RATE).orElseThrow().value())
        .isEqualTo(2.0 / 3, within(1e-12));
    assertThat(card.metric(Metric.ASR).orElseThrow().unscored()).isEqualTo(1);
    assertThat(card.outcomes(Metric.SAFE_RATE)).containsOnlyKeys("b#r0", "b#r1", "campaign#b");
    assertThat(Scorecard.fromJson(card.toJson())).isEqualTo(card);
    assertThatThrownBy(() -> Scorecard.of("m", List.of(first, first)))
        .hasMessage("two benchmarks are named b");
  }

  @Test
  void samplesSurviveJsonForTheLedger() {
    SampleScored sample = run(benchmark("harmful", ""), rows("LOOP")).getFirst();
    assertThat(Json.decode(Json.encode(sample), SampleScored.class)).isEqualTo(sample);
  }

  @Test
  void rowsComeFromTheDataSetThatTheYamlNames() throws IOException {
    Files.writeString(folder.resolve("x.jsonl"), "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n");
    Path yaml = folder.resolve("b.yaml");
    Files.writeString(yaml, "name: b\nkind: plain\ndataset:\n  path: x.jsonl\n  limit: 1\n");
    Benchmark read = Benchmark.read(yaml);
    assertThat(Evaluation.rows(read, new Datasets(folder))).hasSize(1);
    assertThat(read.atMost(9).dataset().limit()).isEqualTo(1);
    assertThat(benchmark("plain", "").atMost(9).dataset().limit()).isEqualTo(9);
    assertThat(read.scorer()).isEqualTo("refusal@2");
    assertThat(read.fingerprint()).isNotEqualTo(benchmark("plain", "").fingerprint());
  }

  @Test
  void wrongBenchmarksAreRefused() {
    assertThatThrownBy(() -> benchmark("plain", ", prompt: 'no slot'"))
        .hasMessageContaining("prompt must contain {{prompt}}");
    assertThatThrownBy(() -> benchmark("plain", ", prompt: '{{prompt}} {{other}}'"))
        .hasMessageContaining("{{prompt}} alone");
    assertThatThrownBy(() -> benchmark("plain", ", scorrer: x")).hasMessageContaining("scorer");
    assertThatThrownBy(() -> benchmark("harmfull", "")).hasMessageContaining("harmful");
  }

  @Test
  void lmEvalFilesHoldItsKeys() throws IOException {
    Benchmark harmful = benchmark("harmful", "");
    MeasuredBenchmark task =
        new MeasuredBenchmark(harmful, run(harmful, rows("SAFE", "SAFE", "SAFE", "UNSAFE")));
    List<Path> files = new LmEvalFiles(folder, "2024-01-01").write("m", List.of(task));
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("results_2024-01-01.json", "samples_b_2024-01-01.jsonl");
    var results = Json.tree(Files.readString(files.getFirst()));
    var scores = results.get("results").get("b");
    assertThat(scores.get("safe_rate,none").asDouble()).isEqualTo(0.75);
    // Sample deviation of 1,1,1,0 is 0.5; over root 4.
    assertThat(scores.get("safe_rate_stderr,none").asDouble()).isEqualTo(0.25, within(1e-12));
    assertThat(results.get("higher_is_better").get("b").get("safe_rate").asBoolean()).isTrue();
    assertThat(results.propertyNames())
        .contains("configs", "versions", "n-shot", "n-samples", "config", "groups");
    var sample = Json.tree(Files.readAllLines(files.getLast()).getFirst());
    assertThat(sample.propertyNames())
        .contains("doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter")
        .contains("metrics", "doc_hash", "prompt_hash", "target_hash", "safe_rate");
    assertThat(sample.get("resps").get(0).get(0).asString()).isEqualTo("SAFE");
  }

  private record Spy(List<ChatRequest> seen) implements ChatModel {
    @Override
    public String id() {
      return "spy";
    }

    @Override
    public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
      seen.addAll(requests);
      return new ScriptedChatModel("x", text -> text).complete(requests, progress);
    }

    @Override
    public Completion stream(ChatRequest request, Predicate<String> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private record Likely(Map<String, Double> sums) implements ChatModel, LikelihoodModel {
    @Override
    public String id() {
      return "likely";
    }

    @Override
    public List<TokenLogProbs> logProbs(List<ScoredText> texts, Progress progress) {
      return texts.stream()
          .map(
              t -> {
                double[] logProbs = {Double.NaN, sums.get(t.completion())};
                return new TokenLogProbs(t.id(), new int[2], logProbs, new int[] {0, 1}, false);
              })
          .toList();
    }

    @Override
    public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Completion stream(ChatRequest request, Predicate<String> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
