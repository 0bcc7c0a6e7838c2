package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor on its way into a GGUF file. */
sealed interface GgufTensor {
  String name();

  GgufType type();

  /** Return the shape, row-major. */
  List<Long> shape();

  /** Write its bytes, without padding. */
  void write(WeightSource weights, OutputStream out) throws IOException;

  default long bytes() {
    return type().fileBytes(shape().stream().reduce(1L, (a, b) -> a * b));
  }

  /** Numbers that are in memory, as F32. */
  record Table(String name, float[] values) implements GgufTensor {
    @Override
    public GgufType type() {
      return GgufType.F32;
    }

    @Override
    public List<Long> shape() {
      return List.of((long) values.length);
    }

    @Override
    public void write(WeightSource weights, OutputStream out) throws IOException {
      ByteBuffer buffer =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      out.write(buffer.array());
    }
  }

  /**
   * A weight.
   *
   * @param hf its HF name
   * @param rows how the file orders its rows
   * @param shift what the file's numbers are above HF's
   */
  record Stored(String name, GgufType type, TensorEntry entry, String hf, GgufRows rows, int shift)
      implements GgufTensor {
    private static final int WINDOW = 1 << 20;

    @Override
    public List<Long> shape() {
      return entry.shape();
    }

    @Override
    public void write(WeightSource weights, OutputStream out) throws IOException {
      try (Scope _ = Scope.open();
          NoGrad _ = NoGrad.open()) {
        Tensor weight = converted(weights.read(hf));
        int length = rowLength();
        int rowBytes = Math.toIntExact(type.fileBytes(length));
        long count = entry.numel() / Math.max(length, 1);
        ByteBuffer window =
            ByteBuffer.allocate(rowBytes * Math.max(1, WINDOW / Math.max(rowBytes, 1)))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] row = new float[type.quantised() ? length : 0];
        for (long i = 0; i < count; i++) {
          append(weight, rows.inHf(i), row, window);
          if (window.remaining() < rowBytes || i == count - 1) {
            out.write(window.array(), 0, window.position());
            window.clear();
          }
        }
      }
    }

    /** A vector counts as rows of one number where it is reordered. */
    private int rowLength() {
      boolean single = entry.shape().size() == 1 && !(rows instanceof GgufRows.Same);
      return single ? 1 : Math.toIntExact(entry.shape().getLast());
    }

    private Tensor converted(Tensor weight) {
      Tensor shifted = shift == 0 ? weight : weight.to(GgufType.F32.dtype()).add(shift);
      Tensor converted = shifted.to(type.dtype()).contiguous();
      boolean lost = type != GgufType.F32 && !converted.allFinite();
      if (lost && (type.quantised() || weight.allFinite())) {
        throw tooLarge();
      }
      return converted;
    }

    private BadInput tooLarge() {
      return BadInput.of("tensor " + hf + " has numbers that " + type + " cannot hold")
          .fix("write the file as bf16 or f32, or repair the weights");
    }

    private void append(Tensor weight, long index, float[] row, ByteBuffer window) {
      int length = rowLength();
      int bytes = length * type.dtype().bytes();
      ByteBuffer source = weight.bytes(index * bytes, bytes);
      if (type.quantised()) {
        source.asFloatBuffer().get(row);
        if (!GgufEncoder.encode(type, row, window)) {
          throw tooLarge();
        }
      } else {
        window.put(source);
      }
    }
  }
}
