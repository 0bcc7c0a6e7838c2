package dev.ballast.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub and its CDN on this machine, which can be told to misbehave. Small files come from the hub,
 * large ones by a redirect to the CDN, as on the real one.
 */
public final class TestHub implements AutoCloseable {
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** A question that came, under the key of {@link #next}. */
  public record Seen(String key, String path, String range, String authorization) {}

  /** Answers in place of the usual. */
  @FunctionalInterface
  public interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  private final Set<String> large = ConcurrentHashMap.newKeySet();
  private final Map<String, Deque<Reply>> next = new ConcurrentHashMap<>();
  private final Map<String, Reply> always = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final HttpServer hub = start(this::hub);
  private final HttpServer cdn = start(this::cdn);

  private HttpServer start(HttpHandler handler) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(address, 0);
      server.createContext("/", handler);
      server.setExecutor(threads);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  private String cdnUrl(String name) {
    return "http://127.0.0.1:" + cdn.getAddress().getPort() + "/" + name + "?signature=secret";
  }

  /** Hold a file as git does. */
  public TestHub small(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Hold a file in large-file storage. */
  public TestHub large(String name, byte[] bytes) {
    large.add(name);
    files.put(name, bytes);
    return this;
  }

  /** Answer the next question of a key: LIST, or HEAD, GET or CDN with the name of a file. */
  public TestHub next(String key, Reply reply) {
    next.computeIfAbsent(key, _ -> new ConcurrentLinkedDeque<>()).add(reply);
    return this;
  }

  /** Answer every question of a key for which no other answer is left. */
  public TestHub always(String key, Reply reply) {
    always.put(key, reply);
    return this;
  }

  public void usually(String key) {
    always.remove(key);
  }

  public List<Seen> seen(String key) {
    return seen.stream().filter(s -> s.key().equals(key)).toList();
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  private void hub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int resolve = path.indexOf("/resolve/");
    if (resolve < 0) {
      answer("LIST", exchange, this::list);
      return;
    }
    String name = path.substring(path.indexOf('/', resolve + 9) + 1);
    answer(exchange.getRequestMethod() + " " + name, exchange, e -> file(e, name));
  }

  private void cdn(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(1);
    answer("CDN " + name, exchange, e -> serve(e, files.get(name), "of-the-cdn"));
  }

  private void answer(String key, HttpExchange exchange, Reply usual) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    seen.add(
        new Seen(
            key,
            exchange.getRequestURI().toString(),
            String.valueOf(headers.getFirst("Range")),
            String.valueOf(headers.getFirst("Authorization"))));
    Optional<Reply> scripted = Optional.ofNullable(next.get(key)).map(Deque::poll);
    scripted.orElseGet(() -> always.getOrDefault(key, usual)).to(exchange);
  }

  private void list(HttpExchange exchange) throws IOException {
    text(exchange, 200, Json.encode(listing()));
  }

  /** Return the usual list of files. */
  public Map<String, Object> listing() {
    Map<String, Object> listing = new LinkedHashMap<>();
    listing.put("sha", COMMIT);
    listing.put("siblings", files.keySet().stream().map(this::sibling).toList());
    return listing;
  }

  private Map<String, Object> sibling(String name) {
    byte[] bytes = files.get(name);
    Map<String, Object> sibling = new LinkedHashMap<>();
    sibling.put("rfilename", name);
    sibling.put("size", bytes.length);
    if (large.contains(name)) {
      sibling.put("blobId", gitHash("a pointer".getBytes(StandardCharsets.UTF_8)));
      sibling.put("lfs", Map.of("sha256", sha256(bytes), "size", bytes.length, "pointerSize", 9));
    } else {
      sibling.put("blobId", gitHash(bytes));
    }
    return sibling;
  }

  private void file(HttpExchange exchange, String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
      text(exchange, 404, "Entry not found");
    } else if (large.contains(name)) {
      redirect(exchange, name, sha256(bytes));
    } else {
      serve(exchange, bytes, gitHash(bytes));
    }
  }

  /** Send on to the CDN, with what the hub tells of the file. */
  public void redirect(HttpExchange exchange, String name, String etag) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Location", cdnUrl(name));
    headers.set("X-Repo-Commit", COMMIT);
    headers.set("X-Linked-Etag", "\"" + etag + "\"");
    headers.set("X-Linked-Size", String.valueOf(files.get(name).length));
    exchange.sendResponseHeaders(302, -1);
  }

  /** Serve bytes as a server should, from where the question says. */
  public static void serve(HttpExchange exchange, byte[] bytes, String etag) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("ETag", "\"" + etag + "\"");
    headers.set("X-Repo-Commit", COMMIT);
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    int from = range.startsWith("bytes=") ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else if (from == 0) {
      send(exchange, 200, bytes);
    } else if (from >= bytes.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      headers.set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      send(exchange, 206, Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  public static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Send a status alone. */
  public static Reply status(int status, String... header) {
    return exchange -> {
      for (int i = 0; i < header.length; i += 2) {
        exchange.getResponseHeaders().set(header[i], header[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  public static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  /** Serve from where the question says, but break the connection after so many bytes. */
  public Reply breaking(String name, int bytes) {
    return exchange -> begun(exchange, name, bytes, () -> {});
  }

  /** As {@link #breaking(String, int)}, but only when some of the bytes have come to this file. */
  public Reply breakingBehind(String name, int bytes, Path file) {
    return exchange -> begun(exchange, name, bytes, () -> await(() -> Files.size(file) > 0));
  }

  /** A client may drop what it has not handed on when a connection breaks. */
  private static void await(Callable<Boolean> arrived) {
    try {
      for (int i = 0; i < 500 && !arrived.call(); i++) {
        Thread.sleep(10);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Serve so many bytes, then nothing more until the hub closes. */
  public Reply stalling(String name, int bytes) {
    return exchange -> begun(exchange, name, bytes, this::waitForTheEnd);
  }

  private void begun(HttpExchange exchange, String name, int bytes, Runnable then)
      throws IOException {
    byte[] whole = files.get(name);
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    int from = range.startsWith("bytes=") ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (whole.length - 1) + "/" + whole.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, whole.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(whole, from, Math.min(bytes, whole.length - from - 1));
    out.flush();
    then.run();
    throw new IOException("broken off on purpose");
  }

  /** Answer nothing until the hub closes. */
  public Reply silent() {
    return exchange -> waitForTheEnd();
  }

  private void waitForTheEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static String sha256(byte[] bytes) {
    return hex("SHA-256", bytes);
  }

  public static String gitHash(byte[] bytes) {
    byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    return hex("SHA-1", all);
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (over.getCount() == 0) {
      return;
    }
    over.countDown();
    hub.stop(0);
    cdn.stop(0);
    threads.shutdownNow();
  }
}
