package dev.ballast.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every reader promises about bytes that anybody may have written: it takes them or refuses
 * them as {@link BadInput}, and allocates no more than their size times a small factor.
 */
public final class FuzzInput {
  /**
   * Objects of a JSON tree or a list of GGUF take this many bytes for one of the file. Where Jazzer
   * mutates inputs, the calls that it puts into our code allocate, too: one template of the corpus
   * takes 1.3 GB in the replay and 4.6 GB there.
   */
  private static final long FACTOR = System.getenv("JAZZER_FUZZ") == null ? 256 : 512;

  /** Classes, tables and buffers that any input takes. */
  private static final long ANY = 256L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private FuzzInput() {}

  /** A reader under test. */
  @FunctionalInterface
  public interface Reader {
    void read();
  }

  /** Let a reader take or refuse an input of that many bytes. */
  public static void readOrRefuse(int bytes, Reader reader) {
    long most = ANY + FACTOR * bytes;
    long used = allocated(reader);
    // A first run may load classes, and Jazzer rewrites them on this thread.
    assertThat(used < most ? used : allocated(reader))
        .as("bytes allocated for %s bytes of input", bytes)
        .isLessThan(most);
  }

  private static long allocated(Reader reader) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read();
    } catch (BadInput e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** Put the input where a reader looks for it; each process has a folder of its own. */
  public static Path file(String name, byte[] data) {
    try {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), "fuzz");
      folder = folder.resolve(String.valueOf(ProcessHandle.current().pid()));
      return Files.write(Files.createDirectories(folder).resolve(name), data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Return the input as the text that a reader gets; broken UTF-8 is replaced. */
  public static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }
}
