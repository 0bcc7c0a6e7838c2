package dev.ballast.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;

/** An operation that the bindings do not map, called through libtorch's dispatcher. */
final class Op {
  /** Stands for an argument that is left out. */
  static final IValue NONE = kept(new IValue());

  private final OperatorHandle handle;

  private Op(OperatorHandle handle) {
    this.handle = handle;
  }

  /** Find an operation by its name, {@code <library>::<operation>}. */
  static Op named(String name) {
    OperatorHandle found = Dispatcher.singleton().findSchemaOrThrow(name, "");
    return new Op(found.retainReference());
  }

  /** Call it and return what it gives, which dies with the innermost scope. */
  IValue call(IValue... arguments) {
    return new IValue(results(arguments).get(0));
  }

  /** Call it and return the tensor that it gives. */
  org.bytedeco.pytorch.Tensor tensor(IValue... arguments) {
    // A tensor of its own: what the stack lends dies with the stack.
    return new org.bytedeco.pytorch.Tensor(results(arguments).get(0).toTensor());
  }

  private IValueVector results(IValue... arguments) {
    IValueVector stack = new IValueVector(arguments);
    handle.callBoxed(stack);
    return stack;
  }

  /** Keep an argument beyond the innermost scope. */
  static IValue kept(IValue value) {
    return value.retainReference();
  }
}
