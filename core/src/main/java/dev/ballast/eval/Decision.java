package dev.ballast.eval;

import java.util.List;

/** What the gate decides. */
public sealed interface Decision {
  /** Return every rule that was checked, in order. */
  List<Reason> reasons();

  /** All rules hold. */
  record Promote(List<Reason> reasons) implements Decision {
    public Promote {
      reasons = List.copyOf(reasons);
    }
  }

  /** At least one rule does not hold. */
  record Reject(List<Reason> reasons) implements Decision {
    public Reject {
      reasons = List.copyOf(reasons);
    }
  }

  /** Promote when every rule holds. */
  static Decision of(List<Reason> reasons) {
    return reasons.stream().allMatch(Reason::holds) ? new Promote(reasons) : new Reject(reasons);
  }
}
