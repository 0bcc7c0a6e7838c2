package dev.ballast.breakfix;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ModelSource;
import java.util.ArrayList;
import java.util.List;

/** A model that is opened when it is first asked: a resumed run opens what it still needs. */
final class LazyModel implements AutoCloseable {
  private final ModelSource source;
  private final BreakFix.Subject subject;
  private final List<ChatModel> open = new ArrayList<>();

  LazyModel(ModelSource source, BreakFix.Subject subject) {
    this.source = source;
    this.subject = subject;
  }

  /** Return the name that records use: no path of this machine. */
  String name() {
    return subject.name();
  }

  ChatModel get() {
    if (open.isEmpty()) {
      open.add(source.open(subject.reference()));
    }
    return open.getFirst();
  }

  @Override
  public void close() {
    open.forEach(ChatModel::close);
    open.clear();
  }
}
