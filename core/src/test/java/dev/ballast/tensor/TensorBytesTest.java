package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TensorBytesTest {
  @Test
  void windowsShowTheTensorsMemory() {
    try (Scope _ = Scope.open()) {
      Tensor tensor = Tensors.arange(4);
      ByteBuffer window = tensor.bytes(8, 16);
      assertThat(window.remaining()).isEqualTo(16);
      assertThat(window.getLong()).isEqualTo(1);
      window.putLong(7);
      assertThat(tensor.toLongs()).containsExactly(0, 1, 7, 3);
      assertThat(Tensors.zeros(Dtype.F32, 0).bytes(0, 0).remaining()).isZero();
      assertThatThrownBy(() -> tensor.bytes(24, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
