package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers; follows redirects itself, so that the token never leaves the endpoint. */
final class HubHttp implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final HttpClient client;
  private final HubEndpoint endpoint;
  private final Patience patience;

  private HubHttp(HttpClient client, HubEndpoint endpoint, Patience patience) {
    this.client = client;
    this.endpoint = endpoint;
    this.patience = patience;
  }

  /** Open a client that uses the proxies of the environment. */
  static HubHttp open(HubEndpoint endpoint, Patience patience, Map<String, String> environment) {
    // One connection a file: several files on one HTTP/2 connection share its window.
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    Proxies.of(environment).ifPresent(builder::proxy);
    return new HubHttp(builder.build(), endpoint, patience);
  }

  /** Reads an answer; an {@link IOException} makes the question be asked again. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Answer answer) throws IOException, InterruptedException;
  }

  /** Ask until there is an answer that asking again would not better, and read it. */
  <T> T ask(Ask ask, Effort effort, Reading<T> reading) throws InterruptedException {
    while (true) {
      Trouble trouble;
      try (Answer answer = send(ask)) {
        if (!Trouble.passes(answer.status())) {
          return reading.read(answer);
        }
        trouble = Trouble.of(answer, patience.clock());
      } catch (IOException e) {
        trouble = Trouble.of(e);
      }
      effort.failed(trouble, 0);
    }
  }

  /**
   * Ask once, through redirects.
   *
   * @throws IOException when there is no answer in time
   */
  Answer send(Ask ask) throws IOException, InterruptedException {
    List<HttpHeaders> way = new ArrayList<>();
    URI uri = ask.uri();
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<Body> response = once(ask, uri);
      way.add(response.headers());
      Answer answer = new Answer(uri, response.statusCode(), List.copyOf(way), response.body());
      if (!answer.redirect()) {
        return answer;
      }
      answer.close();
      uri = target(answer);
      if (ask.method() == Ask.Method.HEAD && told(answer, uri)) {
        return answer;
      }
    }
    throw new IOException("more than " + MOST_REDIRECTS + " redirects");
  }

  /** Tell whether a redirect says name and size already; a CDN would not answer a HEAD. */
  private boolean told(Answer redirect, URI target) {
    return redirect.first(Answer.LINKED_ETAG).isPresent()
        && (redirect.first(Answer.LINKED_SIZE).isPresent() || !endpoint.owns(target));
  }

  private static URI target(Answer redirect) throws IOException {
    URI from = redirect.uri();
    URI target;
    try {
      target = from.resolve(redirect.own("location").orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirect of " + shown(from) + " to what is no address", e);
    }
    if (!HubEndpoint.web(target)) {
      throw new IOException("a redirect of " + shown(from) + " to what is no web address");
    }
    if (encrypted(from) && !encrypted(target)) {
      throw new OutsideMissing(
          "a redirect of " + shown(from) + " to " + shown(target) + ", which is not encrypted",
          "use another HF_ENDPOINT");
    }
    return target;
  }

  private static boolean encrypted(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private HttpResponse<Body> once(Ask ask, URI uri) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Body>> future =
        client.sendAsync(request(ask, uri), head -> body(ask, head.headers()));
    boolean answered = false;
    try {
      HttpResponse<Body> response = future.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
      answered = true;
      return response;
    } catch (TimeoutException e) {
      throw new IOException(
          "no answer of " + uri.getHost() + " in " + Body.shown(patience.answer()), e);
    } catch (ExecutionException e) {
      throw broken(uri, Optional.ofNullable(e.getCause()).orElse(e));
    } finally {
      if (!answered) {
        future.cancel(true);
      }
    }
  }

  private Body body(Ask ask, HttpHeaders headers) {
    boolean empty =
        ask.method() == Ask.Method.HEAD
            || headers.firstValue("content-length").filter("0"::equals).isPresent();
    return new Body(patience.stall(), empty);
  }

  private static IOException broken(URI uri, Throwable cause) {
    return cause instanceof ConnectException
        ? new IOException("cannot connect to " + HubEndpoint.origin(uri), cause)
        : new IOException(uri.getHost() + ": " + Trouble.reason(cause), cause);
  }

  private HttpRequest request(Ask ask, URI uri) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", "ballast")
            // Sizes, ranges and checksums are those of the file, not of a packed copy.
            .header("Accept-Encoding", "identity");
    if (ask.from() > 0) {
      builder.header("Range", "bytes=" + ask.from() + "-");
    }
    if (endpoint.owns(uri)) {
      endpoint.token().ifPresent(token -> builder.header("Authorization", token.authorization()));
    }
    return (ask.method() == Ask.Method.HEAD ? builder.HEAD() : builder.GET()).build();
  }

  /** Show an address without its query, which may be a signature. */
  static String shown(URI uri) {
    return HubEndpoint.origin(uri) + uri.getPath();
  }

  /** Give up what still runs. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
