package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.hub.FileChoice;
import dev.ballast.hub.Hub;
import dev.ballast.hub.HubCache;
import dev.ballast.hub.ModelReference;
import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.hub.PullRequest;
import dev.ballast.hub.Pulled;
import dev.ballast.hub.Pulled.PulledFile;
import dev.ballast.hub.RepoKind;
import dev.ballast.hub.Sizes;
import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Fetches a model or a data set into the cache that Hugging Face's tools share. */
final class PullVerb implements Verb {
  record Keys(
      @Key(doc = "hub id: org/name or org/name@revision") String id,
      @Key(doc = "branch, tag or commit (default: main)") Optional<String> revision,
      @Key(value = "model", doc = "what the repository holds") RepoKind repoType,
      @Key(
              doc =
                  "only files whose name matches one of these patterns with * and ?, split by"
                      + " commas (default: of a model what is needed to run it, of a data set all)")
          Optional<String> include,
      @Key(doc = "only this file, such as one of several .gguf") Optional<String> dataFile,
      @Key(value = "4", doc = "files fetched at once, 1 to 8") int maxWorkers,
      @Key(value = "false", doc = "ask no network, only look into the cache") boolean offline) {
    Keys {
      if (maxWorkers < 1 || maxWorkers > PullRequest.MOST_WORKERS) {
        throw new IllegalArgumentException(
            "max_workers must be in 1 to " + PullRequest.MOST_WORKERS + ", was " + maxWorkers);
      }
      if (include.isPresent() && dataFile.isPresent()) {
        throw new IllegalArgumentException("include and data_file exclude each other");
      }
    }

    PullRequest request() {
      return new PullRequest(repoType, hubId(), choice(), maxWorkers);
    }

    HubId hubId() {
      HubId named = ModelReference.hubId(id);
      HubId wanted =
          revision
              .map(r -> ModelReference.hubId(named.org() + "/" + named.name() + "@" + r))
              .orElse(named);
      if (id.contains("@") && !named.equals(wanted)) {
        throw BadInput.of("two revisions are named")
            .key("revision")
            .value(named.revision() + " and " + wanted.revision())
            .fix("name one");
      }
      return wanted;
    }

    private FileChoice choice() {
      if (dataFile.isPresent()) {
        return new FileChoice.Named(dataFile.get());
      }
      if (include.isEmpty()) {
        return new FileChoice.Standard();
      }
      List<String> patterns =
          Arrays.stream(include.get().split(","))
              .map(String::strip)
              .filter(pattern -> !pattern.isEmpty())
              .toList();
      if (patterns.isEmpty()) {
        throw BadInput.of("no pattern").key("include").fix("give one, such as '*.safetensors'");
      }
      return new FileChoice.Matching(patterns);
    }
  }

  private final Supplier<Map<String, String>> environment;
  private final Supplier<Path> home;

  PullVerb() {
    this(Models::environment, Models::home);
  }

  PullVerb(Supplier<Map<String, String>> environment, Supplier<Path> home) {
    this.environment = environment;
    this.home = home;
  }

  @Override
  public String name() {
    return "pull";
  }

  @Override
  public String summary() {
    return "fetch a model or a data set from the hub into the cache: resumable, checked";
  }

  @Override
  public String example() {
    return "ballast pull HuggingFaceTB/SmolLM2-135M-Instruct";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("id");
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Map<String, String> variables = environment.get();
    if (keys.offline() || Hub.offline(variables)) {
      Path path = cached(keys, HubCache.of(variables, home.get()));
      call.result(Map.of("id", keys.id(), "path", path.toString()), path.toString());
      return 0;
    }
    PullRequest request = keys.request();
    Pulled pulled = Hub.of(variables, home.get()).pull(request, new PullProgress(call.terminal()));
    call.result(document(request, pulled), text(request, pulled));
    return 0;
  }

  private static Path cached(Keys keys, HubCache cache) {
    if (keys.dataFile().isEmpty()) {
      boolean opened = keys.repoType() == RepoKind.MODEL && keys.include().isEmpty();
      return opened ? cache.model(keys.hubId()) : cache.folder(keys.repoType(), keys.hubId());
    }
    return cache
        .file(keys.repoType(), keys.hubId(), keys.dataFile().get())
        .orElseThrow(
            () ->
                BadInput.of("the file is not in the local Hugging Face cache")
                    .key("data_file")
                    .value(keys.dataFile().get())
                    .fix("the same command without offline fetches it"));
  }

  private static Map<String, Object> document(PullRequest request, Pulled pulled) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", request.id().org() + "/" + request.id().name());
    document.put("repo_type", request.kind().name().toLowerCase(Locale.ROOT));
    document.put("revision", request.id().revision());
    document.put("commit", pulled.commit());
    document.put("path", pulled.path().toString());
    document.put("files", pulled.files().stream().map(PullVerb::file).toList());
    return document;
  }

  private static Map<String, Object> file(PulledFile file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", file.name());
    entry.put("bytes", file.bytes());
    entry.put("etag", file.etag());
    entry.put("state", file.state().name().toLowerCase(Locale.ROOT));
    return entry;
  }

  private static String text(PullRequest request, Pulled pulled) {
    long bytes = pulled.files().stream().mapToLong(PulledFile::bytes).sum();
    long cached =
        pulled.files().stream().filter(file -> file.state() == Pulled.State.CACHED).count();
    return String.format(
        Locale.ROOT,
        "%s at commit %s: %d files, %s%s%n%s",
        request.id(),
        pulled.commit(),
        pulled.files().size(),
        Sizes.text(bytes),
        cached == 0 ? "" : ", of them " + cached + " from the cache",
        pulled.path());
  }
}
