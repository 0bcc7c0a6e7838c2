package dev.ballast.generate;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Collects finished rows and puts them into the order of their requests. */
final class Completions {
  private record Placed(int request, Completion completion) {}

  private final List<ChatRequest> requests;
  private final int total;
  private final Progress progress;
  private final Consumer<Completion> heard;
  private final List<Placed> finished = new ArrayList<>();

  /**
   * @param heard gets each completion as it comes
   */
  Completions(
      List<ChatRequest> requests, int total, Progress progress, Consumer<Completion> heard) {
    this.requests = requests;
    this.total = total;
    this.progress = progress;
    this.heard = heard;
  }

  void add(Row row) {
    Job job = row.job();
    Completion completion =
        new Completion(
            requests.get(job.request()).id(),
            job.answer(),
            row.text(),
            row.ids(),
            job.prompt().length,
            row.stop());
    finished.add(new Placed(job.request(), completion));
    heard.accept(completion);
    progress.advance(finished.size(), total);
  }

  List<Completion> inOrder() {
    Comparator<Placed> order = Comparator.comparingInt(Placed::request);
    return finished.stream()
        .sorted(order.thenComparingInt(placed -> placed.completion().index()))
        .map(Placed::completion)
        .toList();
  }
}
