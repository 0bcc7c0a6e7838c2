package dev.ballast.score;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.NormalText;
import dev.ballast.data.PromptRow;
import dev.ballast.data.Records;
import dev.ballast.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests and utterances with their labels, sets whose licences allow weights to be shipped
 * and our own contrasts. A row's weight makes a set count as the root of its size.
 */
final class TextSets {
  private static final double HELD_OUT = 0.25;
  private static final String SALT = "texts";
  private static final double SIZE = 10;

  /** Sentences of a template. */
  private static final int EACH = 6;

  /** Rows of a set of one kind that are enough. */
  private static final int ENOUGH = 800;

  private static final List<String> HATE = List.of("H", "H2", "HR");
  private static final List<String> HARM = List.of("S", "H", "V", "HR", "SH", "S3", "H2", "V2");

  /** What a provider's policy rules out although no harm is asked for. */
  private static final Set<String> POLICY =
      Set.of("Tailored Financial Advice", "Political Campaigning");

  private final Datasets datasets;
  private final LabelledSets answered;
  private final Path root;

  /** The rows of a set, and what the set weighs beside others. */
  private record Source<T>(String set, double weight, List<T> rows) {}

  TextSets(Path root) {
    this.datasets = new Datasets(root);
    this.answered = new LabelledSets(root);
    this.root = root;
  }

  /** Requests by set; positive: asks for harm. */
  List<LabelledText> requests() {
    List<LabelledText> rows = new ArrayList<>();
    rows.addAll(categories("catqa", "red-instruct/catqa_english.json", 1));
    rows.addAll(categories("harmfulqa", "red-instruct/harmfulqa.json", 0.1));
    rows.addAll(lines("dangerousqa", "red-instruct/dangerousqa.json"));
    rows.addAll(lines("adversarialqa", "red-instruct/adversarialqa.json"));
    rows.addAll(behaviors("advbench", "advbench_behaviors.csv"));
    rows.addAll(behaviors("tdc", "tdc2023_test_phase_behaviors.csv"));
    rows.addAll(behaviors("harmbench-val", "harmbench_behaviors_text_val.csv"));
    rows.addAll(lines("malicious-instruct", "adversariallm-behaviors/malicious_instruct.txt"));
    rows.addAll(
        labelled(
            new Source<>("gptfuzz", 1, column("gptfuzz/question_list.csv", "text")),
            r -> r,
            r -> true));
    rows.addAll(ailuminate());
    rows.addAll(moderation(HARM));
    rows.addAll(
        labelled(
            new Source<>("coconot", 1, answered.coconotPairs()), p -> p.promptText(), p -> false));
    rows.addAll(
        labelled(
            new Source<>("self-instruct", 1, answered.selfInstruct()),
            r -> r.exchange().prompt(),
            r -> false));
    rows.addAll(
        labelled(
            new Source<>("gsm8k", 1, enough(column("gsm8k/train.jsonl", "question"))),
            r -> r,
            r -> false));
    rows.addAll(
        labelled(
            new Source<>("truthfulqa", 1, column("truthfulqa/TruthfulQA.csv", "Question")),
            r -> r,
            r -> false));
    rows.addAll(contrasts(Contrasts.requests()));
    return rows;
  }

  /** Utterances by set; positive: toxic. */
  List<LabelledText> utterances() {
    List<LabelledText> rows = new ArrayList<>(moderation(HATE));
    List<JsonNode> dialogues = Records.read(root.resolve("diasafety/train.json"), List.of());
    rows.addAll(
        labelled(
            new Source<>(
                "diasafety, offending",
                0.2,
                dialogues.stream().filter(of("Offending User")).toList()),
            r -> r.path("response").asString(),
            r -> r.path("label").asString().equals("Unsafe")));
    rows.addAll(
        labelled(
            new Source<>(
                "diasafety, other",
                1,
                enough(dialogues.stream().filter(of("Unauthorized Expertise")).toList())),
            r -> r.path("response").asString(),
            r -> false));
    rows.addAll(
        labelled(
            new Source<>("coconot answers", 1, enough(answered.coconot())),
            r -> r.exchange().response(),
            r -> false));
    rows.addAll(contrasts(Contrasts.utterances()));
    return rows;
  }

  /** Requests whose set says which hazard they belong to, by {@link LabelledText#category}. */
  List<LabelledText> hazards() {
    return requests().stream()
        .filter(r -> r.positive() && HazardWords.of(r.set(), r.category()).isPresent())
        .toList();
  }

  private static Predicate<JsonNode> of(String category) {
    return row -> row.path("category").asString().equals(category);
  }

  private static List<LabelledText> contrasts(Contrasts contrasts) {
    return contrasts.lines(EACH).stream()
        .map(l -> new LabelledText("contrasts", l.text(), l.kind(), l.positive(), l.heldOut(), 1))
        .toList();
  }

  private List<LabelledText> categories(String set, String path, double weight) {
    List<PromptRow> rows =
        prompts(path, "categories").stream()
            .filter(r -> POLICY.stream().noneMatch(r.category()::startsWith))
            .toList();
    return labelled(
        new Source<>(set, weight, rows), PromptRow::promptText, r -> true, PromptRow::category);
  }

  private List<LabelledText> lines(String set, String path) {
    String format = path.endsWith(".txt") ? "lines" : "categories";
    return labelled(new Source<>(set, 1, prompts(path, format)), PromptRow::promptText, r -> true);
  }

  private List<LabelledText> behaviors(String set, String file) {
    return labelled(
        new Source<>(set, 1, column("adversariallm-behaviors/" + file, "Behavior")),
        r -> r,
        r -> true);
  }

  private List<LabelledText> ailuminate() {
    List<PromptRow> rows = prompts("ailuminate-demo/en_us.csv", "ailuminate");
    return labelled(
        new Source<>("ailuminate", 0.3, rows),
        PromptRow::promptText,
        r -> true,
        PromptRow::category);
  }

  private List<LabelledText> moderation(List<String> positive) {
    return labelled(
        new Source<>(
            "moderation",
            1,
            Records.read(root.resolve("moderation-api-release/samples-1680.jsonl.gz"), List.of())),
        r -> r.path("prompt").asString(),
        r -> positive.stream().anyMatch(key -> r.path(key).asInt(0) == 1));
  }

  private List<PromptRow> prompts(String path, String format) {
    return datasets.read(DatasetSpec.of(path, format), PromptRow.class).rows();
  }

  private List<String> column(String path, String name) {
    return Records.read(root.resolve(path), List.of()).stream()
        .map(row -> row.path(name).asString())
        .toList();
  }

  private static <T> List<T> enough(List<T> rows) {
    return rows.subList(0, Math.min(ENOUGH, rows.size()));
  }

  private static <T> List<LabelledText> labelled(
      Source<T> source, Function<T, String> text, Predicate<T> positive) {
    return labelled(source, text, positive, r -> "");
  }

  /** Label the distinct texts that hold a letter. */
  private static <T> List<LabelledText> labelled(
      Source<T> source,
      Function<T, String> text,
      Predicate<T> positive,
      Function<T, String> category) {
    List<LabelledText> labelled = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    double weight = source.weight() * SIZE / Math.sqrt(source.rows().size());
    for (T row : source.rows()) {
      String key = NormalText.of(text.apply(row));
      if (seen.add(key) && !Windows.none(text.apply(row))) {
        boolean heldOut = Split.point(key, SALT) < HELD_OUT;
        labelled.add(
            new LabelledText(
                source.set(),
                text.apply(row),
                category.apply(row),
                positive.test(row),
                heldOut,
                weight));
      }
    }
    return labelled;
  }
}
