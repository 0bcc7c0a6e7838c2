package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeKeysTest {
  private static ComputeKeys on(String device) {
    return new ComputeKeys(device, ComputeKeys.Numbers.FLOAT32);
  }

  @Test
  void nothingSaidIsTheCpuInThirtyTwoBits() {
    assertThat(ComputeKeys.cpu().placement()).isEqualTo(Placement.CPU);
  }

  @Test
  void sixteenBitsAreBf16() {
    assertThat(new ComputeKeys("cpu", ComputeKeys.Numbers.BFLOAT16).placement())
        .isEqualTo(new Placement(Device.CPU, Dtype.BF16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:x", "mps", ""})
  void anUnknownDeviceIsNamed(String device) {
    assertThatThrownBy(() -> on(device).placement())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("device")
        .hasMessageContaining("use cpu, cuda or cuda:N");
  }

  @Test
  void aGpuThatIsNotThereIsNamedWithTheFix() {
    assertThatThrownBy(() -> on("cuda:99").placement())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cuda:99")
        .hasMessageContaining("use --device cpu")
        .hasMessageContaining("docs/gpu.md");
  }

  @Test
  void int8IsForTheCpuInThirtyTwoBits() {
    ComputeKeys coarse = new ComputeKeys("cpu", ComputeKeys.Numbers.BFLOAT16);
    assertThatThrownBy(() -> coarse.placement(Precision.INT8))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("precision");
    assertThat(coarse.placement(Precision.FP32).dtype()).isEqualTo(Dtype.BF16);
  }

  @Test
  void aRunOnTheCpuRecordsWhatItEverDid() {
    assertThat(RunFolders.kernels(GenerationKeys.standard())).containsOnlyKeys("threads");
    assertThat(RunFolders.kernels(new GenerationKeys(on("cuda"), GenerationKeys.Pin.BLAS)))
        .containsEntry("kernel", "blas")
        .containsEntry("device", "cuda")
        .containsEntry("dtype", "float32");
  }

  @Test
  void aPinnedKernelIsTheOneOfEveryShape() {
    GenerationKeys pinned = new GenerationKeys(ComputeKeys.cpu(), GenerationKeys.Pin.ONEDNN);
    assertThat(pinned.chooser().choose(List.of(new LinearShape(8, 8))))
        .isEqualTo(KernelChoice.always(LinearKernel.ONEDNN));
    assertThat(pinned.placement(Precision.FP32)).isEqualTo(Placement.CPU);
  }

  @Test
  void aPinThatCannotHoldIsRefused() {
    ComputeKeys coarse = new ComputeKeys("cpu", ComputeKeys.Numbers.BFLOAT16);
    GenerationKeys onednn = new GenerationKeys(coarse, GenerationKeys.Pin.ONEDNN);
    GenerationKeys blas = new GenerationKeys(ComputeKeys.cpu(), GenerationKeys.Pin.BLAS);
    assertThatThrownBy(() -> onednn.placement(Precision.FP32))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("key kernel, value onednn");
    assertThatThrownBy(() -> blas.placement(Precision.INT8))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("key kernel, value blas");
  }

  @Test
  void aLibraryThatIsNotFoundIsNamed() {
    UnsatisfiedLinkError inner = new UnsatisfiedLinkError("libcudart.so.13: no such file");
    LinkageError outer = new UnsatisfiedLinkError("no jnitorch in java.library.path");
    outer.initCause(inner);
    assertThat(Main.missingLibrary(outer))
        .hasMessageContaining("libcudart.so.13")
        .hasMessageContaining("docs/gpu.md");
  }
}
