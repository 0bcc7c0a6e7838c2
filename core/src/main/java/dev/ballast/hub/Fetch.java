package dev.ballast.hub;

import dev.ballast.hub.Pulled.PulledFile;
import dev.ballast.hub.Pulled.State;
import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import dev.ballast.json.ProcessLock;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings files of a commit into the cache: asks for name and size, fetches what lacks, links. */
record Fetch(Session session, RepoStore store, Workers workers, String commit) {
  /**
   * Bring files.
   *
   * @throws BadInput when a name would lead out of the snapshot; nothing is fetched then
   */
  List<PulledFile> files(List<RepoFile> files) {
    files.forEach(file -> FileName.check(file.name(), session.repository().page()));
    List<RemoteFile> wanted = workers.each(files, this::remote);
    store.prepare();
    Collection<RemoteFile> missing = missing(wanted);
    store.requireSpace(missing);
    missing.forEach(file -> session.meter().expect(file.size() - store.held(file)));
    var _ = workers.each(missing, this::download);
    wanted.forEach(file -> store.link(commit, file));
    Set<String> fetched = missing.stream().map(RemoteFile::etag).collect(Collectors.toSet());
    return wanted.stream().map(file -> pulled(file, fetched)).toList();
  }

  private static PulledFile pulled(RemoteFile file, Set<String> fetched) {
    State state = fetched.contains(file.etag()) ? State.FETCHED : State.CACHED;
    return new PulledFile(file.name(), file.size(), file.etag(), state);
  }

  private RemoteFile remote(RepoFile file) throws InterruptedException {
    URI uri = session.repository().file(commit, file.name());
    return session
        .http()
        .ask(
            Ask.head(uri),
            session.effort(file.name(), 0),
            answer -> {
              if (answer.status() != 200 && !answer.redirect()) {
                throw session.repository().denied(answer, Optional.of(file.name()));
              }
              return RemoteFile.of(file, commit, uri, answer);
            });
  }

  /** Return one file for each blob that is not in the cache, or is damaged there. */
  private Collection<RemoteFile> missing(List<RemoteFile> wanted) {
    Map<String, RemoteFile> blobs = new LinkedHashMap<>();
    for (RemoteFile file : wanted) {
      RemoteFile same = blobs.computeIfAbsent(file.etag(), _ -> file);
      if (same.size() != file.size()) {
        throw new OutsideMissing(
            same.name() + " and " + file.name() + " have one ETag and two sizes",
            "use another HF_ENDPOINT");
      }
    }
    List<RemoteFile> all = List.copyOf(blobs.values());
    List<Boolean> there = workers.each(all, this::there);
    List<RemoteFile> missing = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!there.get(i)) {
        missing.add(all.get(i));
      }
    }
    return missing;
  }

  private boolean there(RemoteFile file) {
    if (!Files.isRegularFile(store.blob(file))) {
      return false;
    }
    Optional<String> fault = store.fault(file);
    fault.ifPresent(
        what ->
            session
                .meter()
                .told(file.name() + " in the cache is damaged, " + what + ": it is fetched anew"));
    return fault.isEmpty();
  }

  private RemoteFile download(RemoteFile file) throws InterruptedException {
    try (ProcessLock _ = store.lock(file)) {
      if (file.checksum().isEmpty()) {
        session
            .meter()
            .told(file.name() + ": the server tells no checksum, only the size is compared");
      }
      new BlobDownload(session, file, store.part(file)).run();
      store.keep(file);
    }
    return file;
  }
}
