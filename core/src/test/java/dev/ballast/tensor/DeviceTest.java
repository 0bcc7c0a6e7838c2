package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda", "cuda:0", "cuda:15"})
  void namesThatPyTorchUsesAreNames(String name) {
    assertThat(new Device(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:100", "cpu:0", "mps"})
  void othersAreRefused(String name) {
    assertThatThrownBy(() -> new Device(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpu, cuda or cuda:N");
  }

  @Test
  void theCpuIsNeverMissingAndAGpuTooManyAlwaysIs() {
    assertThat(Device.CPU.missing()).isEmpty();
    assertThat(new Device("cuda:99").missing()).isPresent();
  }

  /** H200, bfloat16: with its plans a training step took four times as long. */
  @Test
  void attentionOnAGpuBuildsNoPlanForEachShape() {
    var _ = new Device("cuda").handle();
    assertThat(torch.globalContext().userEnabledCuDNNSDP()).isFalse();
  }

  @Test
  void aTensorThatIsThereIsNotCopied() {
    try (Scope _ = Scope.open()) {
      Tensor tensor = Tensors.full(1, 3);
      assertThat(Device.CPU.take(tensor)).isSameAs(tensor);
      assertThat(Placement.CPU.take(tensor)).isSameAs(tensor);
      assertThat(Device.of(tensor)).isEqualTo(Device.CPU);
    }
  }

  @Test
  void aPlaceTakesNumbersInItsOwnDtype() {
    try (Scope _ = Scope.open()) {
      Placement place = new Placement(Device.CPU, Dtype.BF16);
      assertThat(place.take(Tensors.full(1, 3)).dtype()).isEqualTo(Dtype.BF16);
      assertThat(Tensors.zeros(place, 2, 2).dtype()).isEqualTo(Dtype.BF16);
    }
    assertThatThrownBy(() -> new Placement(Device.CPU, Dtype.I64))
        .hasMessageContaining("F32 or BF16");
  }
}
