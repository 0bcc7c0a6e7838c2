package dev.ballast.hub;

import dev.ballast.hub.ModelReference.HubId;
import dev.ballast.json.OutsideMissing;
import java.net.URI;
import java.util.Optional;

/** A repository at an endpoint, at a revision. */
record Repository(HubEndpoint endpoint, RepoKind kind, HubId id) {
  URI listing() {
    return endpoint.listing(kind, id);
  }

  URI file(String commit, String name) {
    return endpoint.file(kind, id, commit, name);
  }

  /** Return the address of its page. */
  String page() {
    return endpoint.page(kind, id);
  }

  /** Return the id without the revision. */
  String name() {
    return id.org() + "/" + id.name();
  }

  /**
   * Say what to do about an answer that is not what was asked for.
   *
   * @param file what was asked for, unless the list of files was
   */
  OutsideMissing denied(Answer answer, Optional<String> file) {
    String code = answer.first("x-error-code").orElse("");
    int status = answer.status();
    if (code.equals("GatedRepo")) {
      return gated();
    }
    if (code.equals("RevisionNotFound")) {
      return new OutsideMissing(
          name() + " has no revision " + id.revision(),
          "name a branch, a tag or a commit of " + page());
    }
    if (status == 404 && file.isPresent()) {
      return new OutsideMissing(
          id + " has no file " + file.get(), "look at its files: " + page() + "/tree/main");
    }
    if (status == 404 || code.equals("RepoNotFound")) {
      return absent();
    }
    if (status == 401 || status == 403) {
      return closed(status);
    }
    return new OutsideMissing(
        HubHttp.shown(answer.uri()) + " answered " + status,
        "look at " + page() + ", check HF_ENDPOINT, try again later");
  }

  private OutsideMissing gated() {
    String who =
        endpoint
            .token()
            .map(token -> "the account of the token in " + token.source() + " has no access yet")
            .orElse("no token was sent");
    return new OutsideMissing(
        name() + " is gated: its owners give access to accounts that ask; " + who,
        "ask for access at "
            + page()
            + ", then set HF_TOKEN to a token of that account ("
            + tokens()
            + ") and start again");
  }

  private OutsideMissing absent() {
    return new OutsideMissing(
        "there is no " + kind.word() + " " + name() + " at " + endpoint.base() + maybePrivate(),
        "check the spelling and --repo_type (model, dataset); " + privateFix());
  }

  private OutsideMissing closed(int status) {
    String what =
        endpoint
            .token()
            .map(token -> "the token in " + token.source() + " does not open ")
            .orElse("without a token there is no access to ");
    String stale =
        status == 401 && endpoint.token().isPresent() ? ", or the token is no longer valid" : "";
    return new OutsideMissing(
        what + name() + " (" + status + "): it is private, or does not exist" + stale,
        "check the spelling; " + privateFix());
  }

  private String maybePrivate() {
    return endpoint.token().isEmpty() ? ", or it is private" : "";
  }

  private String privateFix() {
    return "for a private one set HF_TOKEN to a token that may read it (" + tokens() + ")";
  }

  private String tokens() {
    return endpoint.base() + "/settings/tokens";
  }
}
