package dev.ballast.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer whose body is still to come; closing it gives the rest up.
 *
 * @param way the headers of the redirects that led to it, then its own
 */
record Answer(URI uri, int status, List<HttpHeaders> way, Body body) implements AutoCloseable {
  static final String LINKED_ETAG = "x-linked-etag";
  static final String LINKED_SIZE = "x-linked-size";
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  boolean redirect() {
    return REDIRECTS.contains(status) && own("location").isPresent();
  }

  /** Return a header of this answer. */
  Optional<String> own(String name) {
    return way.getLast().firstValue(name);
  }

  /** Return a header of the first that has it, on the way here. */
  Optional<String> first(String name) {
    return way.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
  }

  /** Return how many bytes the body is said to have. */
  Optional<Long> length() {
    return number(own("content-length"));
  }

  static Optional<Long> number(Optional<String> text) {
    return text.map(String::strip).filter(t -> t.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** Read the body as UTF-8 text of at most so many bytes. */
  String text(int most) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Optional<List<ByteBuffer>> piece = body.next(); piece.isPresent(); piece = body.next()) {
      for (ByteBuffer bytes : piece.get()) {
        if (bytes.remaining() > most - out.size()) {
          throw new IOException("an answer of more than " + most + " bytes");
        }
        out.writeBytes(taken(bytes));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static byte[] taken(ByteBuffer bytes) {
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    return chunk;
  }

  @Override
  public void close() {
    body.cancel();
  }
}
