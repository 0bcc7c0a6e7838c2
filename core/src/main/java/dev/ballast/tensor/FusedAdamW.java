package dev.ballast.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;

/**
 * Updates parameters by AdamW (Loshchilov and Hutter 2019) in one pass over memory, with libtorch's
 * fused kernel; owns the moments.
 */
public final class FusedAdamW implements AutoCloseable {
  // libtorch's C++ interface has no fused optimiser; TorchScript reaches the operator. One tensor
  // at
  // a time costs microseconds; the kernel itself uses all threads. The list is returned because the
  // interpreter drops as dead an operator that only writes to elements of a fresh list.
  private static final String SOURCE =
      """
      def f(p: Tensor, g: Tensor, m: Tensor, v: Tensor, s: Tensor,
            lr: float, b1: float, b2: float, wd: float, eps: float):
        target = [p]
        torch._fused_adamw_(target, [g], [m], [v], [], [s], lr=lr, beta1=b1, beta2=b2, \
      weight_decay=wd, eps=eps, amsgrad=False, maximize=False)
        return target
      """;

  /** The decay rates of the moments and the term that keeps the division finite. */
  public record Settings(double beta1, double beta2, double eps) {
    public Settings {
      require("adam_beta1", beta1 >= 0 && beta1 < 1, beta1);
      require("adam_beta2", beta2 >= 0 && beta2 < 1, beta2);
      require("adam_epsilon", eps > 0, eps);
    }

    private static void require(String key, boolean holds, double value) {
      if (!holds) {
        throw new IllegalArgumentException(key + " is out of range, was " + value);
      }
    }
  }

  /** Parameters that share a weight decay; every one needs gradients. */
  public record Group(Map<String, Tensor> parameters, double weightDecay) {
    public Group {
      parameters = new LinkedHashMap<>(parameters);
    }
  }

  private record Slot(String name, Tensor parameter, Tensor mean, Tensor square) {}

  private record Slots(List<Slot> slots, double weightDecay) {}

  private final Owned owned = new Owned();
  private final List<Slots> groups = new ArrayList<>();
  private final Settings settings;
  private final Tensor steps;
  private long made;
  private final CompilationUnit unit;
  private final org.bytedeco.pytorch.Function update;

  public FusedAdamW(List<Group> groups, Settings settings) {
    this.settings = settings;
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      unit = torch.compile(SOURCE);
      var _ = unit.retainReference();
      update = unit.get_function(new QualifiedName("f"));
      var _ = update.retainReference();
      steps = owned.keep(device(groups).take(Tensors.zeros(Dtype.F32)));
      for (Group group : groups) {
        List<Slot> slots = new ArrayList<>();
        group.parameters().forEach((name, parameter) -> slots.add(slot(name, parameter)));
        this.groups.add(new Slots(slots, group.weightDecay()));
      }
    }
  }

  private static Device device(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.parameters().values().stream())
        .findFirst()
        .map(Device::of)
        .orElse(Device.CPU);
  }

  private Slot slot(String name, Tensor parameter) {
    return new Slot(name, parameter, moment(parameter), moment(parameter));
  }

  private Tensor moment(Tensor parameter) {
    return owned.keep(Tensors.zerosLike(parameter));
  }

  /** Change every parameter that has a gradient, then drop the gradients. */
  public void step(double learningRate) {
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      made++;
      steps.fillInPlace(made);
      for (Slots group : groups) {
        for (Slot slot : group.slots()) {
          if (slot.parameter().hasGrad()) {
            apply(slot, learningRate, group.weightDecay());
            slot.parameter().dropGrad();
          }
        }
      }
    }
  }

  private void apply(Slot slot, double learningRate, double weightDecay) {
    try (Scope _ = Scope.open()) {
      var _ =
          update.apply(
              new IValueVector(
                  new IValue(slot.parameter().handle()),
                  new IValue(slot.parameter().grad().handle()),
                  new IValue(slot.mean().handle()),
                  new IValue(slot.square().handle()),
                  new IValue(steps.handle()),
                  new IValue(learningRate),
                  new IValue(settings.beta1()),
                  new IValue(settings.beta2()),
                  new IValue(weightDecay),
                  new IValue(settings.eps())));
    }
  }

  /** Return how many steps were made. */
  public long steps() {
    return made;
  }

  /**
   * Return the moments, by name: {@code exp_avg.<parameter>} and {@code exp_avg_sq.<parameter>}.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Slots group : groups) {
      for (Slot slot : group.slots()) {
        state.put("exp_avg." + slot.name(), slot.mean());
        state.put("exp_avg_sq." + slot.name(), slot.square());
      }
    }
    return state;
  }

  /** Go on from saved moments after so many steps. */
  public void restore(Function<String, Tensor> saved, long stepsMade) {
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      state().forEach((name, tensor) -> tensor.copyInPlace(saved.apply(name)));
      made = stepsMade;
      steps.fillInPlace(made);
    }
  }

  @Override
  public void close() {
    owned.close();
    var _ = update.releaseReference();
    var _ = unit.releaseReference();
  }
}
