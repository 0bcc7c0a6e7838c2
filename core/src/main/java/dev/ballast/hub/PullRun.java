package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.hub.Pulled.PulledFile;
import dev.ballast.json.OutsideMissing;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pull: list the files of the revision, choose, fetch, and let the revision mean them. */
record PullRun(Session session, HubCache cache, Workers workers) {
  private static final int LONGEST_LISTING = 64 << 20;

  Pulled run(FileChoice choice) {
    Repository repository = session.repository();
    Listing listing = listing();
    Selection selection = Selection.of(repository, choice, listing);
    selection.notes().forEach(session.meter()::told);
    RepoStore store = RepoStore.of(cache, repository);
    Fetch fetch = new Fetch(session, store, workers, listing.commit());
    List<PulledFile> files = new ArrayList<>(fetch.files(selection.files()));
    if (selection.sharded()) {
      Path index = store.snapshot(listing.commit()).resolve(Selection.INDEX);
      files.addAll(fetch.files(Shards.of(index, listing)));
    }
    store.ref(listing.commit());
    return pulled(listing.commit(), files);
  }

  private Pulled pulled(String commit, List<PulledFile> files) {
    HubId id = session.repository().id();
    Path snapshot =
        cache.folder(session.repository().kind(), new HubId(id.org(), id.name(), commit));
    boolean lone = files.size() == 1 && Selection.gguf(files.getFirst().name());
    return new Pulled(commit, lone ? snapshot.resolve(files.getFirst().name()) : snapshot, files);
  }

  private Listing listing() {
    Listing listing = workers.each(List.of(session.repository().listing()), this::ask).getFirst();
    String revision = session.repository().id().revision();
    if (Listing.COMMIT.matcher(revision).matches() && !revision.equals(listing.commit())) {
      throw new OutsideMissing(
          "asked for the commit " + revision + ", the server lists " + listing.commit(),
          "use another HF_ENDPOINT");
    }
    return listing;
  }

  private Listing ask(URI uri) throws InterruptedException {
    return session
        .http()
        .ask(
            Ask.get(uri),
            session.effort(session.repository().name(), 0),
            answer -> {
              if (answer.status() != 200) {
                throw session.repository().denied(answer, Optional.empty());
              }
              return Listing.parse(answer.text(LONGEST_LISTING), uri);
            });
  }
}
