package dev.ballast.generate;

import dev.ballast.chat.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/** One answer in the making. */
final class Row {
  private final Job job;
  private final Sampler sampler;
  private final Codec codec;
  private final int limit;
  private final Codec.Stream stream;
  private final StopText text;
  private final Optional<Predicate<String>> listener;
  private final List<Integer> ids = new ArrayList<>();
  private Optional<Stop> stop = Optional.empty();

  Row(Job job, Codec codec, int context, Optional<Predicate<String>> listener) {
    this.job = job;
    this.codec = codec;
    this.listener = listener;
    sampler = new Sampler(job.sampling(), job.answer(), job.prompt());
    limit = Math.min(job.sampling().maxNewTokens(), context - job.prompt().length);
    stream = codec.stream();
    text = new StopText(job.sampling().stop());
  }

  Job job() {
    return job;
  }

  Sampler sampler() {
    return sampler;
  }

  boolean finished() {
    return stop.isPresent();
  }

  int last() {
    return ids.getLast();
  }

  /** Return what a tap sees of the next token, before it is taken. */
  TokenTap.Token tapped(int id, double logProb, SortedMap<Integer, float[]> states) {
    return new TokenTap.Token(job.request(), job.answer(), ids.size(), id, logProb, states);
  }

  /** Take the next token. */
  void take(int id) {
    ids.add(id);
    sampler.saw(id);
    if (Arrays.stream(codec.endTokens()).anyMatch(end -> end == id)) {
      stop = Optional.of(new Stop.EndToken(id));
      sendRest();
    } else if (watched()) {
      watch(stream.add(id));
    }
    if (!finished() && ids.size() >= limit) {
      stop = Optional.of(new Stop.Length());
      sendRest();
    }
  }

  List<Integer> ids() {
    return List.copyOf(ids);
  }

  Stop stop() {
    return stop.orElseThrow();
  }

  /** Return the text of the finished answer. */
  String text() {
    return watched() ? text.text() : codec.decode(contentIds());
  }

  private boolean watched() {
    return listener.isPresent() || !job.sampling().stop().isEmpty();
  }

  private void watch(String piece) {
    String certain = text.add(piece);
    boolean goOn = send(certain);
    if (text.found().isPresent()) {
      stop = text.found().map(Stop.StopString::new);
    } else if (!goOn) {
      stop = Optional.of(new Stop.Cancelled());
    }
  }

  /**
   * A stop string may complete in the last piece; it then is the reason, not what ended it first.
   */
  private void sendRest() {
    if (watched()) {
      String certain = text.add(stream.finish());
      if (text.found().isPresent()) {
        stop = text.found().map(Stop.StopString::new);
      }
      boolean _ = send(certain + text.finish());
    }
  }

  private boolean send(String piece) {
    return piece.isEmpty() || listener.map(l -> l.test(piece)).orElse(true);
  }

  private int[] contentIds() {
    int length = stop() instanceof Stop.EndToken ? ids.size() - 1 : ids.size();
    return ids.stream().limit(length).mapToInt(Integer::intValue).toArray();
  }
}
