package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** Writes GGUF files, version 3, that llama.cpp loads. Source: ggml's docs/gguf.md. */
public final class GgufWriter {
  private GgufWriter() {}

  /**
   * Write a file under a temporary name, then rename it; equal input gives equal bytes.
   *
   * @throws BadInput when llama.cpp does not have the family, or would compute otherwise
   * @throws OutsideMissing when the disk is full or the folder cannot be written; nothing is left
   */
  public static void write(Path file, GgufExport model, GgufFormat format) {
    GgufPlan plan = GgufPlan.of(model, format);
    Atomic.file(
        file,
        part -> {
          // Not a FileChannel: an interrupted thread would find it closed.
          try (FileOutputStream out = new FileOutputStream(part.toFile())) {
            plan.writeTo(out, model.weights());
            out.getFD().sync();
          }
        });
  }
}
