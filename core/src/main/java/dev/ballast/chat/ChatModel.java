package dev.ballast.chat;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers requests; the seam where local, remote, scripted and guarded models meet. */
public interface ChatModel extends AutoCloseable {
  /** Return what names this model in results. */
  String id();

  /**
   * Answer all requests.
   *
   * @return in request order, {@code sampling.n} consecutive completions a request
   */
  List<Completion> complete(List<ChatRequest> requests, Progress progress);

  /**
   * As {@link #complete(List, Progress)}.
   *
   * @param finished gets each answer, as soon as it is there where the model can tell
   */
  default List<Completion> complete(
      List<ChatRequest> requests, Progress progress, Consumer<Completion> finished) {
    List<Completion> completions = complete(requests, progress);
    completions.forEach(finished);
    return completions;
  }

  /**
   * Answer one request piece by piece.
   *
   * @param listener gets each new piece of text; false cancels the answer
   * @return the whole answer
   */
  Completion stream(ChatRequest request, Predicate<String> listener);

  @Override
  void close();
}
