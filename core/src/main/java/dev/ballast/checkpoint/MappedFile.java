package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A read-only memory map of a whole file, of any size, little-endian. */
final class MappedFile implements AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WINDOW = 1 << 28;

  private final Path path;
  private final MemorySegment memory;
  private final Arena arena;

  private MappedFile(Path path, MemorySegment memory, Arena arena) {
    this.path = path;
    this.memory = memory;
    this.arena = arena;
  }

  static MappedFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw BadInput.of("no such file").file(path).fix("check the path");
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile(path, memory, arena);
    } catch (IOException e) {
      arena.close();
      throw new OutsideMissing(
          "cannot read " + path + ": " + e.getMessage(), "check the rights of the file", e);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return memory.byteSize();
  }

  MemorySegment memory() {
    return memory;
  }

  long longAt(long offset) {
    return memory.get(LONG, offset);
  }

  byte[] bytes(long offset, int length) {
    return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Copy the tensor that lies at an offset into the innermost scope. */
  Tensor tensor(TensorEntry entry, long offset) {
    Tensor tensor = Tensors.empty(entry.dtype(), entry.sizes());
    long end = entry.bytes();
    for (long at = 0; at < end; at += WINDOW) {
      int length = (int) Math.min(WINDOW, end - at);
      MemorySegment.ofBuffer(tensor.bytes(at, length))
          .copyFrom(memory.asSlice(offset + at, length));
    }
    return tensor;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
