package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.net.URI;
import java.util.Optional;

/**
 * A file that is about to be fetched.
 *
 * @param etag the hub's name for its content, and the cache's name of the blob
 * @param size in bytes
 * @param checksum of the content; empty where the endpoint tells none
 */
record RemoteFile(String name, URI uri, String etag, long size, Optional<Checksum> checksum) {

  /**
   * Put together what the list and the file's own headers say.
   *
   * @param commit the one that was asked for
   * @throws OutsideMissing when they contradict each other, or too little is said
   */
  static RemoteFile of(RepoFile listed, String commit, URI uri, Answer answer) {
    String name = listed.name();
    String etag = etag(answer).filter(tag -> tag.matches("[A-Za-z0-9_-]{1,128}")).orElse("");
    if (etag.isEmpty()) {
      throw bad(name, "the server gives no ETag that can name a blob");
    }
    answer
        .first("x-repo-commit")
        .filter(other -> !other.equals(commit))
        .ifPresent(
            other -> {
              throw bad(name, "asked for at commit " + commit + ", got " + FileName.visible(other));
            });
    long size =
        agreed(listed.size(), size(answer), name, "size")
            .orElseThrow(() -> bad(name, "the server does not tell its size"));
    return new RemoteFile(name, uri, etag, size, checksum(listed, etag));
  }

  /** Return the hub's name for the content behind an answer: the linked one where there is one. */
  static Optional<String> etag(Answer answer) {
    return answer
        .first(Answer.LINKED_ETAG)
        .or(() -> answer.redirect() ? Optional.empty() : answer.own("etag"))
        .map(tag -> tag.strip().replaceFirst("^W/", "").replace("\"", ""));
  }

  private static Optional<Long> size(Answer answer) {
    return Answer.number(answer.first(Answer.LINKED_SIZE))
        .or(() -> answer.redirect() ? Optional.empty() : answer.length());
  }

  private static Optional<Checksum> checksum(RepoFile listed, String etag) {
    Optional<Checksum> told = listed.checksum();
    Optional<Checksum> tagged = Checksum.of(etag);
    if (told.map(Checksum::kind).equals(tagged.map(Checksum::kind))) {
      return agreed(told, tagged, listed.name(), "checksum");
    }
    // A list without the large file's own hash still has git's name, which is that of its pointer.
    return tagged
        .filter(checksum -> checksum.kind() == Checksum.Kind.SHA256)
        .or(() -> told)
        .or(() -> tagged);
  }

  private static <T> Optional<T> agreed(
      Optional<T> listed, Optional<T> answered, String name, String what) {
    if (listed.isPresent() && answered.isPresent() && !listed.equals(answered)) {
      throw bad(
          name,
          what + " " + listed.get() + " in the list, " + answered.get() + " in the file's headers");
    }
    return listed.or(() -> answered);
  }

  private static OutsideMissing bad(String name, String what) {
    return new OutsideMissing(
        name + ": " + what, "try again later; if it stays so, use another HF_ENDPOINT");
  }
}
