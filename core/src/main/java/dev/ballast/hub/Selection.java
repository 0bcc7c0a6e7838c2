package dev.ballast.hub;

import dev.ballast.json.BadInput;
import dev.ballast.json.Glob;
import dev.ballast.json.OutsideMissing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a pull fetches.
 *
 * @param sharded whether the files that the index names belong to them
 * @param notes what people should know
 */
record Selection(List<RepoFile> files, boolean sharded, List<String> notes) {
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final String ADAPTER = "adapter_model.safetensors";
  static final String ADAPTER_CONFIG = "adapter_config.json";

  private static final Set<String> COMPANIONS =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja",
          "chat_template.json");
  private static final Pattern PICKLED =
      Pattern.compile("(?i).*\\.(bin|pt|pth|ckpt|pkl|pickle|joblib)");
  private static final int SHOWN = 8;

  /**
   * Choose.
   *
   * @throws BadInput when there is nothing to choose, or nothing but pickled weights
   * @throws OutsideMissing when the one named file is not there
   */
  static Selection of(Repository repository, FileChoice choice, Listing listing) {
    List<RepoFile> files = List.copyOf(listing.files().values());
    return switch (choice) {
      case FileChoice.Standard _ ->
          repository.kind() == RepoKind.MODEL ? model(repository, files) : safe(repository, files);
      case FileChoice.Matching matching -> safe(repository, matching(matching.patterns(), files));
      case FileChoice.Named named -> one(repository, named.name(), files);
    };
  }

  /** Tell whether a file of a model's folder is one that is read. */
  static boolean reads(String name) {
    return COMPANIONS.contains(name)
        || Set.of(WEIGHTS, INDEX, ADAPTER, ADAPTER_CONFIG).contains(name)
        || name.matches("model-.*\\.safetensors");
  }

  private static Selection model(Repository repository, List<RepoFile> files) {
    Set<String> names = files.stream().map(RepoFile::name).collect(Collectors.toSet());
    if (names.contains(WEIGHTS)) {
      return together(files, Set.of(WEIGHTS));
    }
    if (names.contains(INDEX)) {
      Selection known = together(files, Set.of(INDEX));
      return new Selection(known.files(), true, known.notes());
    }
    if (names.contains(ADAPTER)) {
      return together(files, Set.of(ADAPTER, ADAPTER_CONFIG));
    }
    List<RepoFile> ggufs = files.stream().filter(f -> gguf(f.name())).toList();
    if (ggufs.size() == 1) {
      return new Selection(ggufs, false, List.of());
    }
    if (!ggufs.isEmpty()) {
      throw BadInput.of(repository.name() + " holds several GGUF files: " + shown(ggufs))
          .key("data_file")
          .fix("name one with --data_file");
    }
    throw names.stream().anyMatch(Selection::pickled) ? pickle(repository) : bare(repository);
  }

  static boolean gguf(String name) {
    return name.regionMatches(true, name.length() - 5, ".gguf", 0, 5);
  }

  private static boolean pickled(String name) {
    return PICKLED.matcher(name).matches();
  }

  private static Selection together(List<RepoFile> files, Set<String> weights) {
    return new Selection(
        files.stream()
            .filter(f -> COMPANIONS.contains(f.name()) || weights.contains(f.name()))
            .toList(),
        false,
        List.of());
  }

  private static List<RepoFile> matching(List<String> patterns, List<RepoFile> files) {
    List<Predicate<String>> wanted = patterns.stream().map(Glob::of).toList();
    List<RepoFile> matched =
        files.stream().filter(f -> wanted.stream().anyMatch(w -> w.test(f.name()))).toList();
    if (matched.isEmpty()) {
      throw BadInput.of("no file matches")
          .key("include")
          .value(String.join(",", patterns))
          .fix("the repository has " + shown(files));
    }
    return matched;
  }

  /** Leave out what could run code when it is opened. */
  private static Selection safe(Repository repository, List<RepoFile> files) {
    Map<Boolean, List<RepoFile>> byPickled =
        files.stream().collect(Collectors.partitioningBy(f -> pickled(f.name())));
    List<RepoFile> left = byPickled.getOrDefault(true, List.of());
    List<RepoFile> kept = byPickled.getOrDefault(false, List.of());
    if (kept.isEmpty()) {
      throw left.isEmpty() ? bare(repository) : pickle(repository);
    }
    return new Selection(
        kept,
        false,
        left.isEmpty()
            ? List.of()
            : List.of("left out, because pickled files can run code: " + shown(left)));
  }

  private static Selection one(Repository repository, String name, List<RepoFile> files) {
    if (pickled(name)) {
      throw pickle(repository);
    }
    List<RepoFile> found = files.stream().filter(f -> f.name().equals(name)).toList();
    if (found.isEmpty()) {
      List<RepoFile> ggufs = files.stream().filter(f -> gguf(f.name())).toList();
      throw new OutsideMissing(
          repository.id() + " has no file " + name,
          "name one of " + shown(ggufs.isEmpty() ? files : ggufs));
    }
    return new Selection(found, false, List.of());
  }

  private static String shown(List<RepoFile> files) {
    Stream<String> names =
        files.stream()
            .limit(SHOWN)
            .map(
                f ->
                    FileName.visible(f.name())
                        + f.size().map(size -> " (" + Sizes.text(size) + ")").orElse(""));
    String more = files.size() > SHOWN ? " and " + (files.size() - SHOWN) + " more" : "";
    return names.collect(Collectors.joining(", ")) + more;
  }

  private static BadInput bare(Repository repository) {
    return BadInput.of(repository.name() + " holds no weights that can be read")
        .value(repository.page())
        .fix("name files with --include, or a repository with safetensors or GGUF files");
  }

  private static BadInput pickle(Repository repository) {
    String name = repository.name();
    return BadInput.of(
            "the weights of " + name + " are pickled, which can run code: not fetched, not read")
        .value(repository.page())
        .fix(
            "look there for a pull request that adds safetensors and take it as "
                + name
                + "@refs/pr/N; or convert them in a sandbox: python -c \"from transformers import"
                + " AutoModelForCausalLM as M, AutoTokenizer as T; i = '"
                + name
                + "'; M.from_pretrained(i).save_pretrained('out');"
                + " T.from_pretrained(i).save_pretrained('out')\", then name the folder out");
  }
}
