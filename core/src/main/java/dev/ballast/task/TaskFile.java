package dev.ballast.task;

import dev.ballast.config.Config;
import dev.ballast.config.Names;
import dev.ballast.config.Yaml;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the YAML of a task; {@code include} names a file beside it, or a task that comes with
 * Ballast, whose keys it takes over.
 */
public final class TaskFile {
  /** Tasks that come with Ballast; their rows do not. */
  public static final List<String> NAMES =
      List.of(
          "advbench",
          "ailuminate_demo",
          "ailuminate_demo_skilled",
          "alert",
          "alert_adversarial",
          "arc_challenge",
          "arc_easy",
          "beavertails",
          "boolq",
          "catqa",
          "coconot_contrast",
          "dangerous_qa",
          "diasafety",
          "gsm8k",
          "harmbench",
          "hellaswag",
          "i_cona",
          "i_controversial",
          "i_malicious_instructions",
          "i_physical_safety_safe",
          "i_physical_safety_unsafe",
          "look_alikes",
          "malicious_instruct",
          "mmlu",
          "oktest",
          "openbookqa",
          "or_bench",
          "piqa",
          "q_harm",
          "real_toxicity_prompts",
          "salad",
          "self_instruct",
          "self_instruct_helpful",
          "simple_safety_tests",
          "strongreject",
          "truthfulqa_mc1",
          "truthfulqa_mc2",
          "wikitext",
          "winogrande",
          "xstest",
          "xstest_contrast");

  /** What to do where no task, or none that there is, is named. */
  public static final String USE =
      "eval --list shows tasks and their families; or give the path of a task's .yaml";

  private static final String INCLUDE = "include";

  private TaskFile() {}

  /**
   * What is asked for in the place of a task's own.
   *
   * @param numFewshot examples before a question, where rows have targets; empty = the task's own
   * @param probe of questions; empty = the task's own
   */
  public record Change(Optional<Integer> numFewshot, Optional<Probe> probe) {
    /** As the task has it. */
    public static final Change NONE = new Change(Optional.empty(), Optional.empty());
  }

  /**
   * Find a task by the name of one that comes with Ballast, or by its file.
   *
   * @throws BadInput naming file and key of what is unknown or does not fit
   */
  public static TaskConfig find(String name, Change change) {
    boolean own = NAMES.contains(name);
    if (!own && !name.matches(".*\\.ya?ml")) {
      throw BadInput.of("no such task or family")
          .key("suite")
          .value(name)
          .fix(Names.suggestion(name, NAMES) + " " + USE);
    }
    ObjectNode tree =
        merged(own ? bundled(name) : new OnDisk(Path.of(name).normalize()), new HashSet<>());
    if (!tree.has("judge")) {
      change.numFewshot.ifPresent(examples -> tree.put("num_fewshot", examples));
    }
    change.probe.ifPresent(to -> tree.put("probe", to.name().toLowerCase(Locale.ROOT)));
    return decoded(tree, name);
  }

  /** Find a task as it is. */
  public static TaskConfig find(String name) {
    return find(name, Change.NONE);
  }

  /**
   * Read a task.
   *
   * @throws BadInput naming file and key of what is unknown or does not fit
   */
  public static TaskConfig read(Path file) {
    return decoded(merged(new OnDisk(file.normalize()), new HashSet<>()), file.toString());
  }

  private static TaskConfig decoded(ObjectNode tree, String source) {
    return Config.decode(TaskConfig.class, tree, source).value();
  }

  /** Where a YAML lies; what it includes lies beside it. */
  private sealed interface Place {
    JsonNode tree();

    Place beside(String name);
  }

  private record OnDisk(Path file) implements Place {
    @Override
    public JsonNode tree() {
      return Yaml.tree(file);
    }

    @Override
    public Place beside(String name) {
      return new OnDisk(file.resolveSibling(name).normalize());
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  private record Bundled(String name) implements Place {
    @Override
    public JsonNode tree() {
      try (InputStream in = TaskFile.class.getResourceAsStream(name)) {
        byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
        return Yaml.tree(new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + name, e);
      }
    }

    @Override
    public Place beside(String other) {
      return new Bundled(other);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Place bundled(String task) {
    return new Bundled(task + ".yaml");
  }

  private static ObjectNode merged(Place place, Set<Place> open) {
    if (!open.add(place)) {
      throw BadInput.of("files include each other")
          .file(place.toString())
          .key(INCLUDE)
          .fix("break the ring");
    }
    if (!(place.tree() instanceof ObjectNode own)) {
      throw BadInput.of("a task is keys and values").file(place.toString()).fix("write key: value");
    }
    JsonNode included = own.remove(INCLUDE);
    if (included == null) {
      return own;
    }
    if (!included.isString()) {
      throw BadInput.of("one file is wanted").file(place.toString()).key(INCLUDE).value(included);
    }
    String from = included.stringValue();
    ObjectNode whole = merged(NAMES.contains(from) ? bundled(from) : place.beside(from), open);
    own.properties().forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
    return whole;
  }
}
