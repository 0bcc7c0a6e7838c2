package dev.ballast.task;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.score.Scorers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A task as its YAML describes it, by the keys of lm-evaluation-harness 0.4 (TaskConfig).
 *
 * @param datasetPath {@code json}, {@code csv}, {@code parquet} or {@code text} with {@code
 *     dataset_kwargs}, one file of rows, or a data set of the hub in the local cache
 * @param datasetName configuration of a data set of the hub
 * @param docToText a column, or a Jinja template over the row
 * @param docToTarget a column, a template, an index into the choices or a list
 * @param docToChoice a column, a template that gives a list, a list, or a map whose values are it
 * @param processResults {@code mc2} or {@code wikitext}; empty = as {@code output_type} has it
 * @param judge the scorer that grades where no judge of its kind is named, or a kind; the question
 *     is then what a user says, put through the model's chat template, and answers have no target
 */
public record TaskConfig(
    @Key(doc = "what results call it") String task,
    @Key(doc = "what tables call it") Optional<String> taskAlias,
    @Key(doc = "names of families of tasks") Optional<JsonNode> tag,
    @Key(doc = "name of the group") Optional<JsonNode> group,
    @Key(doc = "json, csv, parquet or text with dataset_kwargs, a file of rows, or org/name")
        String datasetPath,
    @Key(doc = "configuration of the data set") Optional<String> datasetName,
    @Key(doc = "data_files, and column_names of a csv without them") DataFiles datasetKwargs,
    @Key(doc = "split of training rows") Optional<String> trainingSplit,
    @Key(doc = "split that is asked where test_split is absent") Optional<String> validationSplit,
    @Key(doc = "split that is asked") Optional<String> testSplit,
    @Key(doc = "split of the examples") Optional<String> fewshotSplit,
    @Key(value = "''", doc = "what makes rows of the file's records") String processDocs,
    @Key(value = "''", doc = "text before everything, a column or a template") String description,
    @Key(value = "''", doc = "the question: a column or a template") JsonNode docToText,
    @Key(value = "''", doc = "the answer: column, template, index or list") JsonNode docToTarget,
    @Key(doc = "the choices: column, template, list or map") Optional<JsonNode> docToChoice,
    @Key(value = "''", doc = "what grades; empty = the output_type's own") String processResults,
    @Key(value = "\"\\n\\n\"", doc = "between examples") String fewshotDelimiter,
    @Key(value = "' '", doc = "between question and answer") String targetDelimiter,
    @Key(value = "''", doc = "text with which each answer begins") String genPrefix,
    @Key(value = "0", doc = "examples before the question") int numFewshot,
    @Key(doc = "how examples are chosen") FewshotConfig fewshotConfig,
    @Key(value = "generate_until", doc = "what the model is asked for") OutputType outputType,
    @Key(doc = "how answers are generated") GenerationKwargs generationKwargs,
    @Key(value = "1", doc = "answers a question") int repeats,
    @Key(value = "none", doc = "what is done to questions, which keep their answers") Probe probe,
    @Key(value = "''", doc = "Ballast's own: which judge grades answers, e.g. harm") String judge,
    @Key(value = "''", doc = "Ballast's own: only rows where this template prints True")
        String where,
    @Key(value = "''", doc = "Ballast's own: the row's category, a column or a template")
        String docToCategory,
    @Key(value = "[]", doc = "what is taken from answers") List<FilterConfig> filterList,
    @Key(value = "[]", doc = "what is measured; lm-eval's own for the output_type where none")
        List<MetricConfig> metricList,
    @Key(value = "false", doc = "kept for lm-eval; Ballast checks contamination by manifests")
        boolean shouldDecontaminate,
    @Key(value = "''", doc = "kept for lm-eval") String docToDecontaminationQuery,
    @Key(doc = "version, and whatever else") Optional<JsonNode> metadata) {
  /** What a task may be called: a part of a file's name. */
  static final String NAME = "[A-Za-z0-9._-]+";

  /** What the model is asked for. */
  public enum OutputType {
    /** Text up to a stop string. */
    GENERATE_UNTIL,
    /** The log-likelihood of each choice. */
    MULTIPLE_CHOICE,
    /** The log-likelihood of the target behind the question. */
    LOGLIKELIHOOD,
    /** The log-likelihood of the target, a whole text. */
    LOGLIKELIHOOD_ROLLING
  }

  public TaskConfig {
    filterList = List.copyOf(filterList);
    boolean judged = !judge.isEmpty();
    metricList =
        List.copyOf(
            metricList.isEmpty() && !judged ? MetricConfig.standard(outputType) : metricList);
    require(
        !judged || JudgedMetric.kinds().contains(Scorers.kind(judge)),
        "judge",
        "one of " + JudgedMetric.kinds(),
        judge);
    require(
        !judged || outputType == OutputType.GENERATE_UNTIL,
        "output_type",
        "generate_until for a judge",
        outputType);
    require(!judged || numFewshot == 0, "num_fewshot", "0 where a judge grades", numFewshot);
    require(task.matches(NAME), "task", "letters, digits, '.', '_' or '-'", task);
    require(numFewshot >= 0, "num_fewshot", ">= 0", numFewshot);
    boolean known = processDocs.isEmpty() || Docs.BUILTINS.containsKey(processDocs);
    require(known, "process_docs", "absent, hellaswag or wikitext", processDocs);
    require(repeats == 1, "repeats", "1; more answers a question are not implemented", repeats);
    boolean choices = outputType == OutputType.MULTIPLE_CHOICE;
    require(!choices || docToChoice.isPresent(), "doc_to_choice", "given", "none");
    require(testSplit.isPresent() || validationSplit.isPresent(), "test_split", "given", "none");
  }

  /**
   * Where rows lie.
   *
   * @param dataFiles a file, or a map of split to file, below data_root
   * @param columnNames of a csv whose first line is a row already
   * @param format of a set of prompts, whose rows then have {@code id}, {@code prompt}, {@code
   *     category} and further columns; empty = columns as they are
   */
  public record DataFiles(
      @Key(doc = "a file, or split: file") Optional<JsonNode> dataFiles,
      @Key(value = "[]", doc = "names of a csv's columns, which its first line then is not")
          List<String> columnNames,
      @Key(value = "''", doc = "Ballast's own: dialect of a set of prompts, e.g. harmbench")
          String format) {}

  /** How examples are chosen. */
  public record FewshotConfig(
      @Key(value = "default", doc = "default (drawn by the seed) or first_n") String sampler,
      @Key(doc = "split of the examples") Optional<String> split) {
    public FewshotConfig {
      boolean known = sampler.equals("default") || sampler.equals("first_n");
      require(known, "fewshot_config.sampler", "default or first_n", sampler);
    }
  }

  /** How answers are generated, by the names that lm-eval passes on. */
  public record GenerationKwargs(
      @Key(value = "[]", doc = "strings that end an answer; the fewshot_delimiter where none")
          List<String> until,
      @Key(value = "false", doc = "draw instead of taking the likeliest") boolean doSample,
      @Key(value = "0", doc = "of draws") double temperature,
      @Key(value = "1", doc = "nucleus mass") double topP,
      @Key(value = "0", doc = "the k likeliest; 0 = all") int topK,
      @Key(value = "256", doc = "most tokens of an answer") int maxGenToks) {}

  /** What is taken from an answer. */
  public record FilterConfig(
      @Key(doc = "what results call it") String name,
      @Key(doc = "steps, in order") List<FilterStep> filter) {}

  /** One step of a filter. */
  public record FilterStep(
      @Key(doc = "regex, take_first, lowercase, uppercase or remove_whitespace") String function,
      @Key(value = "'#### (\\-?[0-9\\.\\,]+)'", doc = "Python's re") String regexPattern,
      @Key(value = "0", doc = "which match; below 0 from the end") int groupSelect,
      @Key(value = "'[invalid]'", doc = "where nothing matches") String fallback) {}

  /**
   * A metric and how texts are compared for it.
   *
   * @param aggregation empty = the metric's own
   * @param higherIsBetter empty = as the metric has it
   */
  public record MetricConfig(
      @Key(doc = "name as in lm-eval") String metric,
      @Key(value = "''", doc = "the metric's own: mean, perplexity, ...") String aggregation,
      @Key(doc = "which way is better") Optional<Boolean> higherIsBetter,
      @Key(value = "false", doc = "compare lower case") boolean ignoreCase,
      @Key(value = "false", doc = "drop punctuation") boolean ignorePunctuation,
      @Key(value = "false", doc = "drop digits") boolean ignoreNumbers,
      @Key(value = "[]", doc = "dropped before texts are compared") List<String> regexesToIgnore) {
    /** Return what lm-eval measures where nothing is said. */
    static List<MetricConfig> standard(OutputType type) {
      return TaskMetric.standard(type).stream().map(MetricConfig::named).toList();
    }

    private static MetricConfig named(TaskMetric metric) {
      return new MetricConfig(metric.word(), "", Optional.empty(), false, false, false, List.of());
    }

    public MetricConfig {
      String own = TaskMetric.aggregation(metric).word();
      aggregation = aggregation.isEmpty() ? own : aggregation;
      require(aggregation.equals(own), "metric_list.aggregation", own, aggregation);
    }

    /** Tell which way is better. */
    public boolean better() {
      return higherIsBetter.orElseGet(() -> TaskMetric.higherIsBetter(metric));
    }
  }

  /** Return the split that is asked. */
  public String evalSplit() {
    return testSplit.or(() -> validationSplit).orElseThrow();
  }

  /** Return the split that examples come from. */
  public String exampleSplit() {
    return namedExampleSplit()
        .or(() -> trainingSplit)
        .or(() -> validationSplit)
        .orElseGet(this::evalSplit);
  }

  /** Return the split that is named for examples. */
  Optional<String> namedExampleSplit() {
    return fewshotConfig.split().or(() -> fewshotSplit);
  }

  /** Return the families that the task belongs to. */
  public List<String> tags() {
    List<String> tags = new ArrayList<>();
    tag.ifPresent(
        value -> {
          if (value.isArray()) {
            value.forEach(one -> tags.add(one.asString()));
          } else {
            tags.add(value.asString());
          }
        });
    return tags;
  }

  /** Return what its judge tells apart, as {@link Scorers#kind}; empty without one. */
  public String judgeKind() {
    return Scorers.kind(judge);
  }

  /** Return what {@code metadata} says of a key; empty where nothing. */
  public String about(String key) {
    return metadata.map(m -> m.path(key).asString("")).orElse("");
  }

  /** Return {@code metadata.version}; 0 where none is given, as in lm-eval. */
  public String version() {
    return metadata.map(m -> m.path("version").asString("0")).orElse("0");
  }

  private static void require(boolean holds, String key, String wish, Object value) {
    if (!holds) {
      throw BadInput.of(key + " must be " + wish).key(key).value(value);
    }
  }
}
