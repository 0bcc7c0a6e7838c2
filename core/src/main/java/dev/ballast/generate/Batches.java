package dev.ballast.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Groups jobs of like prompt length, so that little is masked. */
final class Batches {
  private Batches() {}

  /** Return the jobs, longest prompts first, in groups within the limits. */
  static List<List<Job>> of(List<Job> jobs, BatchLimits limits) {
    List<Job> sorted = new ArrayList<>(jobs);
    Comparator<Job> byLength = Comparator.comparingInt(job -> -job.prompt().length);
    sorted.sort(byLength.thenComparingInt(Job::request).thenComparingInt(Job::answer));
    List<List<Job>> batches = new ArrayList<>();
    List<Job> batch = new ArrayList<>();
    long tokens = 0;
    for (Job job : sorted) {
      long size = (long) job.prompt().length + job.sampling().maxNewTokens();
      boolean full = batch.size() == limits.batchSize() || tokens + size > limits.tokenBudget();
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        tokens = 0;
      }
      batch.add(job);
      tokens += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
