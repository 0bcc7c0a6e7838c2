package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void windowsShowTheTensorsMemory() {
    try (Scope _ = Scope.open()) {
      Tensor tensor = Tensors.arange(4);
      ByteBuffer window = Memory.window(tensor, 8, 16);
      assertThat(window.remaining()).isEqualTo(16);
      assertThat(window.getLong()).isEqualTo(1);
      window.putLong(7);
      assertThat(tensor.toLongs()).containsExactly(0, 1, 7, 3);
      assertThat(Memory.window(Tensors.zeros(Dtype.F32, 0), 0, 0).remaining()).isZero();
      assertThatThrownBy(() -> Memory.window(tensor, 24, 9))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
