package dev.ballast.judge;

import dev.ballast.score.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A walk through graded rows: what has a label is passed over, every step is saved at once. */
public final class Labelling {
  private final List<LabelItem> queue;
  private final List<Label> labels;
  private final Consumer<List<Label>> save;
  private int at;

  /**
   * @param queue in order, see {@link LabelItem#queue}
   * @param labels of earlier walks
   * @param save is given all labels after each change
   */
  public Labelling(List<LabelItem> queue, List<Label> labels, Consumer<List<Label>> save) {
    this.queue = List.copyOf(queue);
    this.labels = new ArrayList<>(labels);
    this.save = save;
    pass();
  }

  /** Return the row to label now; empty when none is left. */
  public Optional<LabelItem> current() {
    return at < queue.size() ? Optional.of(queue.get(at)) : Optional.empty();
  }

  /** Return the place of the row in the queue, from 1. */
  public int place() {
    return at + 1;
  }

  public int size() {
    return queue.size();
  }

  /** Label the current row. */
  public void label(Verdict verdict) {
    labels.add(current().orElseThrow().labelled(verdict.word()));
    save.accept(List.copyOf(labels));
    pass();
  }

  /** Leave the current row for another walk. */
  public void skip() {
    at++;
    pass();
  }

  /** Take the last label back and return to its row; false when there is none of this queue. */
  public boolean undo() {
    if (labels.isEmpty()) {
      return false;
    }
    String key = labels.getLast().key();
    List<String> keys = queue.stream().map(LabelItem::key).toList();
    if (!keys.contains(key)) {
      return false;
    }
    labels.removeLast();
    save.accept(List.copyOf(labels));
    at = keys.indexOf(key);
    return true;
  }

  /** Return all labels, those of earlier walks first. */
  public List<Label> labels() {
    return List.copyOf(labels);
  }

  private void pass() {
    Set<String> done = labels.stream().map(Label::key).collect(Collectors.toSet());
    while (at < queue.size() && done.contains(queue.get(at).key())) {
      at++;
    }
  }
}
