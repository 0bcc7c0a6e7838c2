package dev.ballast.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of an answer, taken piece by piece, so that waiting for them has a limit: a transfer
 * that brings less than 16 KiB in that time counts as stalled, however lively its trickle.
 */
final class Body implements BodySubscriber<Body> {
  private static final int AHEAD = 8;
  private static final int LEAST = 1 << 14;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Duration stall;
  private final boolean empty;
  private volatile Flow.Subscription subscription = new NotYet();
  private volatile boolean cancelled;
  private long deadline;
  private int since;

  /**
   * Begin.
   *
   * @param stall longest wait for the next 16 KiB
   * @param empty whether no bytes will come: it ends by itself, its connection stays in use
   */
  Body(Duration stall, boolean empty) {
    this.stall = stall;
    this.empty = empty;
    this.deadline = System.nanoTime() + stall.toNanos();
  }

  private sealed interface Signal {}

  private record Bytes(List<ByteBuffer> buffers) implements Signal {}

  private record End() implements Signal {}

  private record Broken(Throwable why) implements Signal {}

  private record NotYet() implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  /**
   * Return the next bytes; empty at the end.
   *
   * @throws IOException when the connection broke or stalled
   */
  Optional<List<ByteBuffer>> next() throws IOException, InterruptedException {
    long left = Math.max(0, deadline - System.nanoTime());
    Signal signal =
        Optional.ofNullable(signals.poll(left, TimeUnit.NANOSECONDS))
            .orElseThrow(() -> new HttpTimeoutException("no bytes for " + shown(stall)));
    return switch (signal) {
      case Bytes bytes -> {
        subscription.request(1);
        count(bytes.buffers());
        yield Optional.of(bytes.buffers());
      }
      case End _ -> Optional.empty();
      case Broken broken -> throw new IOException(Trouble.reason(broken.why()), broken.why());
    };
  }

  private void count(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      since += buffer.remaining();
    }
    if (since >= LEAST) {
      since = 0;
      deadline = System.nanoTime() + stall.toNanos();
    }
  }

  static String shown(Duration duration) {
    return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }

  /** Want no more of it; the connection is closed when bytes are still to come. */
  void cancel() {
    if (!empty) {
      cancelled = true;
      subscription.cancel();
    }
  }

  @Override
  public CompletionStage<Body> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (cancelled) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    signals.add(new Bytes(item));
  }

  @Override
  public void onError(Throwable throwable) {
    signals.add(new Broken(throwable));
  }

  @Override
  public void onComplete() {
    signals.add(new End());
  }
}
