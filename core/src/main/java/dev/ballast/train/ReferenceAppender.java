package dev.ballast.train;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds to a cache what was computed. A folder that cannot be written costs the next run time and
 * nothing else: it is told once, and the work goes on.
 */
final class ReferenceAppender implements AutoCloseable {
  private final ReferenceCache cache;
  private final Consumer<TrainEvent> events;
  private Optional<ReferenceFile> file = Optional.empty();
  private boolean usable = true;

  ReferenceAppender(ReferenceCache cache, Consumer<TrainEvent> events) {
    this.cache = cache;
    this.events = events;
  }

  void add(ReferenceUnit unit) {
    if (!usable) {
      return;
    }
    try {
      if (file.isEmpty()) {
        file = Optional.of(ReferenceFile.create(cache.folder(), cache.key()));
      }
      file.get().append(unit);
    } catch (IOException e) {
      usable = false;
      tell(e);
    }
  }

  private void tell(IOException e) {
    events.accept(
        new TrainEvent.ReferenceUncached(
            cache.folder(), e.getClass().getSimpleName() + ", " + e.getMessage()));
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      if (usable) {
        tell(e);
      }
    }
  }
}
