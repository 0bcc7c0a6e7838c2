package dev.ballast.breakfix;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.Event;
import dev.ballast.ledger.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The run's events as a tape: what stands on it is played back, what does not is recorded.
 *
 * <p>A run is a function of config, data, seed and model, so a resumed run says the same events in
 * the same order; each must equal the recorded one, and the first that is not there is where the
 * work goes on.
 */
final class Journal {
  private final Run run;
  private final BreakFixListener listener;
  private final List<Event> recorded;
  private final Set<String> outputs = new LinkedHashSet<>();
  private int cursor;

  Journal(Run run, BreakFixListener listener) {
    this.run = run;
    this.listener = listener;
    this.recorded = run.events();
  }

  /** Play an event back, or record it. */
  void emit(BreakFixEvent event) {
    if (cursor < recorded.size()) {
      same(recorded.get(cursor), event);
      cursor++;
      return;
    }
    run.append(event.type(), BreakFixEvent.VERSION, event);
    listener.recorded(event);
  }

  /** Return the recorded events that come next, as far as they are of that kind. */
  <T extends BreakFixEvent> List<T> upcoming(Class<T> body, Predicate<T> wanted) {
    List<T> next = new ArrayList<>();
    String type = BreakFixEvent.type(body);
    for (int i = cursor; i < recorded.size() && recorded.get(i).type().equals(type); i++) {
      T event = recorded.get(i).body(body);
      if (!wanted.test(event)) {
        break;
      }
      next.add(event);
    }
    return next;
  }

  /** Play back the recorded events that come next, as far as they are of that kind. */
  <T extends BreakFixEvent> List<T> replay(Class<T> body, Predicate<T> wanted) {
    List<T> next = upcoming(body, wanted);
    cursor += next.size();
    return next;
  }

  /** Write a file unless a finished one stands there. */
  void file(String name, String text) {
    outputs.add(name);
    if (!Files.exists(run.file(name))) {
      run.write(name, text);
    }
  }

  /** Write rows as JSONL unless a finished file stands there. */
  void rows(String name, List<Map<String, Object>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(Json.encode(row)).append('\n'));
    file(name, text.toString());
  }

  /** Count a file or folder that another wrote among the run's outputs. */
  void output(String name) {
    outputs.add(name);
  }

  List<String> outputs() {
    return List.copyOf(outputs);
  }

  Path path(String name) {
    return run.file(name);
  }

  String relative(Path path) {
    Path folder = run.folder().toAbsolutePath().normalize();
    return folder.relativize(path.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }

  private void same(Event old, BreakFixEvent now) {
    boolean equal =
        old.type().equals(now.type()) && Json.encode(old.body()).equals(Json.encode(now));
    if (!equal) {
      throw BadInput.of("the run does not go on as it was recorded: expected " + old.type())
          .file(run.folder())
          .row(old.seq() + 1)
          .value(Json.encode(now))
          .fix("model or program have changed; start in another output_dir");
    }
  }
}
